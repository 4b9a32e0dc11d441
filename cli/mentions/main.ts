import { getContext } from '#lib/app-context/context.ts'
import { getEnv } from '#lib/app-context/env.ts'
import { DomainError } from '#lib/core/errors.ts'
import type { ModerateMentions } from '#lib/web-mentions/moderate-mentions.ts'
import { runCommand, UsageError } from '../command.ts'
import { keepOwner } from '../keep-owner.ts'
import { requireStore } from '../require-store.ts'
import { parseMentionCommand, runMentionCommand, usage } from './commands.ts'

async function run(work: (moderate: ModerateMentions) => Promise<string>): Promise<void> {
  const context = await getContext()
  try {
    console.log(await work(context.mentions.moderate))
  } catch (error) {
    const isWrong =
      error instanceof DomainError && ['not-found', 'invalid-fields'].includes(error.code)
    throw isWrong ? new UsageError(error.message, { cause: error }) : error
  } finally {
    await context.close()
  }
}

// A running site notices the changes within a second.
await runCommand(usage, async (args) => {
  const command = parseMentionCommand(args)
  const env = getEnv()
  requireStore(env, 'never')
  await keepOwner([env.dataDir], () => run((moderate) => runMentionCommand(moderate, command)))
  return 0
})
