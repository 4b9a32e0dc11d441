import type { ApiPrint } from '#lib/api/schema/prints.ts'
import { DomainError } from '#lib/core/errors.ts'
import type { MessageSources } from '#lib/notifications/create-message.ts'
import { getSite } from '#lib/site/site.ts'
import type { Context } from './context.ts'

/** Where messages take what they say from: what the site publishes. Of a hidden print only the owner is told, without its page. */
export function createMessageSources(
  context: Pick<Context, 'printerQueries' | 'printQueries' | 'ownersPrints'>,
  siteUrl: string,
): Omit<MessageSources, 'outbox'> {
  const { printerQueries, printQueries, ownersPrints } = context

  async function getHidden(printerId: number, number: number): Promise<ApiPrint> {
    const { print } = await ownersPrints.get(printerId, number)
    const { job, markdown, is_hidden, has_own_cover, ...shown } = print
    return { ...shown, url: `${siteUrl}/admin/printers` }
  }

  return {
    siteUrl,
    getSite,
    getPrinter: (id) => printerQueries.getPrinter(id),
    getPrint: async (printerId, number) =>
      (await orNull(printQueries.getPrint(printerId, number))) ??
      (await orNull(getHidden(printerId, number))),
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
