import { getContext } from '#lib/app-context/context.ts'
import { getEnv } from '#lib/app-context/env.ts'
import { readSite } from '#lib/app-context/load-site.ts'
import { DomainError } from '#lib/core/errors.ts'
import { setSite } from '#lib/site/site.ts'
import { runCommand, UsageError } from '../command.ts'
import { keepOwner } from '../keep-owner.ts'
import { requireContent } from '../require-content.ts'
import { requireStore } from '../require-store.ts'
import { type PrinterCommand, parsePrinterCommand, usage } from './arguments.ts'
import { runPrinterCommand } from './commands.ts'

async function run(command: PrinterCommand): Promise<void> {
  const context = await getContext()
  try {
    console.log(await runPrinterCommand(context, command))
  } catch (error) {
    const isInvalid =
      error instanceof DomainError &&
      ['printer-not-found', 'not-found', 'invalid-fields'].includes(error.code)
    throw isInvalid ? new UsageError(error.message, { cause: error }) : error
  } finally {
    await context.close()
  }
}

// A running site notices the changes within seconds.
await runCommand(usage, async (args) => {
  const command = parsePrinterCommand(args)
  const env = getEnv()
  requireStore(env, command.kind !== 'add' ? 'never' : command.mayCreate ? 'always' : 'alone')
  requireContent(env, 'warn')
  // Its time zone is that of the times.
  setSite((await readSite()).site)
  await keepOwner([env.dataDir], () => run(command))
  return undefined
})
