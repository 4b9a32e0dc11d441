import type { ApiDeliveries, ApiNotifications } from '#lib/api/admin-notifications.ts'
import { labelPrinters } from '#lib/api/label-printers.ts'
import { channelKinds, findChannelKind } from '#lib/notifications/channels/list.ts'
import { describeKind } from '#lib/notifications/describe-kinds.ts'
import { factKindNames, factKinds } from '#lib/notifications/facts/fact-kinds.ts'
import {
  type ChannelManagement,
  createChannelManagement,
} from '#lib/notifications/manage-channels.ts'
import type { DeliveryState } from '#lib/notifications/ports.ts'
import { unreadableKeyProblem } from '#lib/notifications/push/vapid.ts'
import { serializeChannel, serializeDelivery } from '#lib/notifications/serialize-channels.ts'
import { getContext } from './context.ts'
import { getEnv } from './env.ts'
import { createMessageSources } from './message-sources.ts'
import { findPushProblem } from './push-identity.ts'

const pageLength = 25
const plainSecretsProblem =
  'The secrets of your channels are in the database in readable form. To have them encrypted, start the site with SECRETS_KEY: docs/running.md says how.'

export interface Channels {
  management: ChannelManagement
  /** What the owner's page shows, without the log. */
  list(): Promise<ApiNotifications>
  listDeliveries(query: {
    channel: number | null
    state: DeliveryState | null
    before: number | null
  }): Promise<ApiDeliveries>
}

/** Not in the context: what imports this is loaded when the owner opens the page. */
export async function getChannels(): Promise<Channels> {
  const context = await getContext()
  const { notifications: store, printers } = context.store
  const now = () => new Date()
  const sources = createMessageSources(context, getEnv().siteUrl)
  return {
    management: createChannelManagement({ store, sources, now }),
    async list() {
      const [channels, summaries, all, state] = await Promise.all([
        store.listChannels(),
        store.summarizeDeliveries(),
        printers.listPrinters(),
        store.inspectSecrets(),
      ])
      const label = labelPrinters(all)
      return {
        at: now().toISOString(),
        channels: channels.map((each) => {
          const title = findChannelKind(each.kind)?.title ?? null
          return serializeChannel(each, summaries.get(each.id) ?? null, title)
        }),
        kinds: channelKinds.map(describeKind),
        facts: factKindNames.map((kind) => ({
          kind,
          label: factKinds[kind].label,
          is_optional: factKinds[kind].isOptional,
        })),
        printers: all.map(({ id }) => ({ id, label: label(id) })),
        push_problem:
          findPushProblem() ??
          (state.isPushKeyUnreadable ? (state.problem ?? unreadableKeyProblem) : null),
        secrets_problem: state.isPlain ? plainSecretsProblem : null,
      }
    },
    async listDeliveries({ channel, state, before }) {
      const query = { channelId: channel, state, before, limit: pageLength + 1 }
      const found = await store.listDeliveries(query)
      const page = found.slice(0, pageLength)
      return {
        at: now().toISOString(),
        deliveries: page.map(serializeDelivery),
        next: found.length > pageLength ? (page.at(-1)?.id ?? null) : null,
      }
    },
  }
}
