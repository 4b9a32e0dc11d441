import { createMessageSources, createPublicSources } from '#lib/app-context/message-sources.ts'
import { formatCursor } from '#lib/http/params.ts'
import { createOwnersPrints } from '#lib/printers/prints/owners-prints.ts'
import { createPrintQueries } from '#lib/printers/prints/print-queries.ts'
import { createPrinterQueries } from '#lib/printers/queries.ts'
import { getDefaultSite, setSite } from '#lib/site/site.ts'
import type { OpenStore } from '#lib/storage/db/open-store.ts'

/** As the site has them, of pictures without variants. `isOwners`: also of hidden prints. */
export function createSources(
  store: Omit<OpenStore, 'close' | 'notifications' | 'owner'>,
  now: () => Date,
  isOwners = true,
) {
  const site = getDefaultSite('example.org')
  setSite(site)
  const siteUrl = 'https://example.org'
  const settings = {
    siteUrl,
    getFormats: () => site,
    listVariants: () => [],
    formatCursor,
    now,
  }
  const create = isOwners ? createMessageSources : createPublicSources
  return create(
    {
      printerQueries: createPrinterQueries(store, settings),
      printQueries: createPrintQueries(store, settings),
      ownersPrints: createOwnersPrints(store, settings),
    },
    siteUrl,
  )
}
