import { type Context, getContext } from '#lib/app-context/context.ts'
import { getLog } from '#lib/app-context/log.ts'
import { DomainError } from '#lib/core/errors.ts'

type Query<T> = (queries: Context) => Promise<T>

/**
 * Queries the store, or returns `'outage'` if it is unavailable: logged here and shown by the page, because Next's error page is blank
 * without JavaScript. Any other error is a bug, for which `server/next/error-pages.ts` has a page.
 */
export async function withStoreOutage<T>(query: Query<T>): Promise<T | 'outage'> {
  try {
    return await query(await getContext())
  } catch (error) {
    if (!(error instanceof DomainError && error.code === 'storage-unavailable')) throw error
    getLog().error({ err: error }, 'a page is shown without its data')
    return 'outage'
  }
}

/** The same; `null` if the printer or print does not exist. */
export async function queryHistory<T>(query: Query<T>): Promise<T | null | 'outage'> {
  try {
    return await withStoreOutage(query)
  } catch (error) {
    const code = error instanceof DomainError ? error.code : null
    if (code === 'not-found' || code === 'printer-not-found') return null
    throw error
  }
}
