import type { Channel, ChannelStore, NewChannel } from '#lib/notifications/ports.ts'
import { later, noon } from './samples.ts'

export function insertSampleChannel(
  store: Pick<ChannelStore, 'insertChannel'>,
  changes: Partial<NewChannel> = {},
): Promise<Channel> {
  const channel = {
    kind: 'webhook',
    name: 'My phone',
    settings: {},
    secrets: {},
    facts: null,
    printers: null,
    quietHours: null,
    createdAt: later(-3600),
    ...changes,
  }
  const entry = { at: noon, action: 'channel-added', details: {}, sessionId: null }
  return store.insertChannel(channel, entry)
}
