import { apprise } from './apprise.ts'
import type { ChannelKind } from './channel-kind.ts'
import { discord } from './discord.ts'
import { email } from './email.ts'
import { gotify } from './gotify.ts'
import { matrix } from './matrix.ts'
import { ntfy } from './ntfy.ts'
import { push } from './push.ts'
import { telegram } from './telegram.ts'
import { webhook } from './webhook.ts'

/** Those that a form or a command adds; a device adds itself. */
export const channelKinds: readonly ChannelKind[] = [
  ntfy,
  telegram,
  discord,
  matrix,
  gotify,
  apprise,
  email,
  webhook,
]

/** `null` for a kind of another version of this site. */
export function findChannelKind(kind: string): ChannelKind | null {
  return [...channelKinds, push].find((each) => each.kind === kind) ?? null
}
