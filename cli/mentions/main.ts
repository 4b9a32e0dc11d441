import { getEnv } from '#lib/app-context/env.ts'
import { runCommand } from '../command.ts'
import { keepOwner } from '../keep-owner.ts'
import { requireContent } from '../require-content.ts'
import { requireStore } from '../require-store.ts'
import { withContext } from '../with-context.ts'
import { parseMentionCommand, runMentionCommand, usage } from './commands.ts'

// A running site notices the changes within a second.
await runCommand(usage, async (args) => {
  const command = parseMentionCommand(args)
  const env = getEnv()
  requireStore(env, 'never')
  if (command.kind === 'sent') requireContent(env, 'refuse')
  const text = await keepOwner([env.dataDir], () =>
    withContext(async (context) => {
      if (command.kind !== 'sent')
        return await runMentionCommand(context.mentions.moderate, command)
      const { listSentMentions } = await import('./sent.ts')
      return await listSentMentions(context, command.isDryRun)
    }),
  )
  console.log(text)
  return 0
})
