import { type Context, getContext } from '#lib/app-context/context.ts'
import { DomainError } from '#lib/core/errors.ts'
import { UsageError } from './command.ts'

/**
 * Runs a command on the site's parts, and closes them.
 * @throws UsageError for what the owner can correct in the command
 */
export async function withContext<T>(work: (context: Context) => Promise<T>): Promise<T> {
  const context = await getContext()
  try {
    return await work(context)
  } catch (error) {
    const isWrong =
      error instanceof DomainError && ['not-found', 'invalid-fields'].includes(error.code)
    throw isWrong ? new UsageError(error.message, { cause: error }) : error
  } finally {
    await context.close()
  }
}
