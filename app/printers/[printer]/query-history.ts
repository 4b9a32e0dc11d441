import { type Context, getContext } from '#lib/app-context/context.ts'
import { getLog } from '#lib/app-context/log.ts'
import { DomainError } from '#lib/core/errors.ts'

/**
 * Queries the store; `null` if the printer or print does not exist, `'outage'` if the store is unavailable, which is logged here.
 */
export async function queryHistory<T>(
  query: (
    queries: Pick<Context, 'printQueries' | 'archiveQueries' | 'readingsQueries'>,
  ) => Promise<T>,
): Promise<T | null | 'outage'> {
  try {
    return await query(await getContext())
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    if (error.code === 'not-found' || error.code === 'printer-not-found') return null
    if (error.code !== 'storage-unavailable') throw error
    getLog().error({ err: error }, 'a page is shown without the history')
    return 'outage'
  }
}
