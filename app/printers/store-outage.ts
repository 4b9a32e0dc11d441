import { getContext } from '#lib/app-context/context.ts'
import { getLog } from '#lib/app-context/log.ts'
import { DomainError } from '#lib/core/errors.ts'
import type { PrinterQueries } from '#lib/printers/queries.ts'

/**
 * Queries the store, or returns `'outage'` if it is unavailable: logged here and shown by the page, because Next's error page is blank
 * without JavaScript. Any other error is a bug and goes to `app/global-error.tsx`.
 */
export async function withStoreOutage<T>(
  query: (printerQueries: PrinterQueries) => Promise<T>,
): Promise<T | 'outage'> {
  try {
    return await query((await getContext()).printerQueries)
  } catch (error) {
    if (!(error instanceof DomainError && error.code === 'storage-unavailable')) throw error
    getLog().error({ err: error }, 'a page is shown without its printer')
    return 'outage'
  }
}
