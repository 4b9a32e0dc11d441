import { getContext } from '#lib/app-context/context.ts'
import { DomainError } from '#lib/core/errors.ts'
import { parseCommand, UsageError } from './arguments.ts'
import { runCommand } from './commands.ts'

// Works beside a running site, which notices within seconds. Exit codes: 0 done, 1 the store can't be used, 2 wrong words.
try {
  const command = parseCommand(process.argv.slice(2))
  const context = await getContext()
  try {
    console.log(await runCommand(context, command))
  } finally {
    await context.close()
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  const isMisuse =
    error instanceof UsageError ||
    (error instanceof DomainError &&
      (error.code === 'printer-not-found' || error.code === 'not-found'))
  process.exitCode = isMisuse ? 2 : 1
}
