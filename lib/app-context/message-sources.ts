import type { ApiPrint } from '#lib/api/schema/prints.ts'
import { DomainError } from '#lib/core/errors.ts'
import type { MessageSources } from '#lib/notifications/create-message.ts'
import { getSite } from '#lib/site/site.ts'
import type { Context } from './context.ts'

type Queries = Pick<Context, 'printerQueries' | 'printQueries' | 'ownersPrints'>
type Sources = Omit<MessageSources, 'outbox'>

/** Where visitors' messages take what they say from: what the site publishes. */
export function createPublicSources(
  { printerQueries, printQueries }: Omit<Queries, 'ownersPrints'>,
  siteUrl: string,
): Sources {
  return {
    siteUrl,
    getSite,
    getPrinter: (id) => printerQueries.getPrinter(id),
    getPrint: (printerId, number) => orNull(printQueries.getPrint(printerId, number)),
  }
}

/** The owner's: also of a hidden print, without its page. */
export function createMessageSources(context: Queries, siteUrl: string): Sources {
  const sources = createPublicSources(context, siteUrl)

  async function getHidden(printerId: number, number: number): Promise<ApiPrint> {
    const { print } = await context.ownersPrints.get(printerId, number)
    const { job, markdown, is_hidden, has_own_cover, ...shown } = print
    return { ...shown, url: `${siteUrl}/admin/printers` }
  }

  return {
    ...sources,
    getPrint: async (printerId, number) =>
      (await sources.getPrint(printerId, number)) ?? (await orNull(getHidden(printerId, number))),
  }
}

async function orNull<T>(found: Promise<T>): Promise<T | null> {
  try {
    return await found
  } catch (error) {
    const isAbsent =
      error instanceof DomainError && ['printer-not-found', 'not-found'].includes(error.code)
    if (isAbsent) return null
    throw error
  }
}
