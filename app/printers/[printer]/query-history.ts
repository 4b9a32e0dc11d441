import { type Context, getContext } from '#lib/app-context/context.ts'
import { getLog } from '#lib/app-context/log.ts'
import { DomainError } from '#lib/core/errors.ts'

/**
 * What the store says of the past; `null` where there is no such thing, `'outage'` where it can't be asked: logged here, and
 * said by the page in words of its own.
 */
export async function queryHistory<T>(
  question: (
    queries: Pick<Context, 'printQueries' | 'archiveQueries' | 'readingsQueries'>,
  ) => Promise<T>,
): Promise<T | null | 'outage'> {
  try {
    return await question(await getContext())
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    if (error.code === 'not-found' || error.code === 'printer-not-found') return null
    if (error.code !== 'storage-unavailable') throw error
    getLog().error({ err: error }, 'a page is shown without the history')
    return 'outage'
  }
}
