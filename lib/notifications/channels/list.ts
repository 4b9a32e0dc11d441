import type { ChannelKind } from './channel-kind.ts'
import { ntfy } from './ntfy.ts'
import { webhook } from './webhook.ts'

export const channelKinds: readonly ChannelKind[] = [webhook, ntfy]

/** `null` for a kind of another version of this site. */
export function findChannelKind(kind: string): ChannelKind | null {
  return channelKinds.find((each) => each.kind === kind) ?? null
}
