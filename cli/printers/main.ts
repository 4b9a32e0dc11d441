import { getContext } from '#lib/app-context/context.ts'
import { getEnv } from '#lib/app-context/env.ts'
import { DomainError } from '#lib/core/errors.ts'
import { runCommand, UsageError } from '../command.ts'
import { requireStore } from '../require-store.ts'
import { parsePrinterCommand, usage } from './arguments.ts'
import { runPrinterCommand } from './commands.ts'

// A running site notices the changes within seconds.
await runCommand(usage, async (args) => {
  const command = parsePrinterCommand(args)
  requireStore(getEnv(), { mayCreate: command.kind === 'add' && command.mayCreate })
  const context = await getContext()
  try {
    console.log(await runPrinterCommand(context, command))
  } catch (error) {
    const isUnknown =
      error instanceof DomainError && ['printer-not-found', 'not-found'].includes(error.code)
    throw isUnknown ? new UsageError(error.message, { cause: error }) : error
  } finally {
    await context.close()
  }
  return undefined
})
