import { DomainError } from '#lib/errors.ts'
import { getLog } from '#lib/log.ts'

/**
 * What the store says, or `'outage'` where it can't be asked: logged here, and said by the page in words of its own, since
 * Next's own error page is blank without JavaScript. Any other fault is ours and goes on to `app/error.tsx`.
 */
export async function askStore<T>(question: () => Promise<T>): Promise<T | 'outage'> {
  try {
    return await question()
  } catch (error) {
    if (!(error instanceof DomainError && error.code === 'storage-unavailable')) throw error
    getLog().error({ err: error }, 'a page is shown without its printer')
    return 'outage'
  }
}
