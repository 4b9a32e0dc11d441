import type { Context } from '#lib/app-context/context.ts'
import { getEnv } from '#lib/app-context/env.ts'
import { readSite } from '#lib/app-context/load-site.ts'
import { createMessageSources } from '#lib/app-context/message-sources.ts'
import { createChannelManagement } from '#lib/notifications/manage-channels.ts'
import { setSite } from '#lib/site/site.ts'
import { findSiteUrl } from '../admin/find-site-url.ts'
import { runCommand } from '../command.ts'
import { keepOwner } from '../keep-owner.ts'
import { requireContent } from '../require-content.ts'
import { requireStore } from '../require-store.ts'
import { withContext } from '../with-context.ts'
import { type NotificationCommand, parseNotificationCommand, usage } from './arguments.ts'
import { runNotificationCommand } from './commands.ts'

async function run(context: Context, command: NotificationCommand): Promise<0 | 1> {
  const now = () => new Date()
  const { notifications } = context.store
  const siteUrl = command.kind === 'test' ? findSiteUrl(getEnv()) : getEnv().siteUrl
  const sources = createMessageSources(context, siteUrl)
  const management = createChannelManagement({ store: notifications, sources, now })
  const result = await runNotificationCommand({ management, log: notifications }, command)
  console.log(result.text)
  return result.hasFailed ? 1 : 0
}

// A running site notices the changes within seconds.
await runCommand(usage, async (args) => {
  const command = parseNotificationCommand(args)
  const env = getEnv()
  requireStore(env, 'never')
  requireContent(env, 'warn')
  // Its title and its time zone are in the messages.
  setSite((await readSite()).site)
  return await keepOwner([env.dataDir], () => withContext((context) => run(context, command)))
})
