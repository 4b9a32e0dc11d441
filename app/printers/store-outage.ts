import { getContext } from '#lib/app-context/context.ts'
import { getLog } from '#lib/app-context/log.ts'
import { DomainError } from '#lib/core/errors.ts'
import type { PrinterQueries } from '#lib/printers/queries.ts'

/**
 * What the store says, or `'outage'` where it can't be asked: logged here, and said by the page in words of its own, since
 * Next's own error page is blank without JavaScript. Any other fault is ours and goes on to `app/error.tsx`.
 */
export async function withStoreOutage<T>(
  question: (printerQueries: PrinterQueries) => Promise<T>,
): Promise<T | 'outage'> {
  try {
    return await question((await getContext()).printerQueries)
  } catch (error) {
    if (!(error instanceof DomainError && error.code === 'storage-unavailable')) throw error
    getLog().error({ err: error }, 'a page is shown without its printer')
    return 'outage'
  }
}
