import type { Selectable } from 'kysely'
import { hidePassword, listPasswords } from '#lib/notifications/channels/hide-password.ts'
import type { Channel } from '#lib/notifications/ports.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { isSealed, type Sealer } from '../secrets/sealer.ts'
import { toChannelWithoutSecrets } from './rows.ts'
import type { ChannelTable } from './tables.ts'

/*
 * What of a channel is encrypted. The column `secrets` is JSON: readable, the secrets alone; encrypted, `{ secrets, settings }` with
 * those settings that have a password in their address. The column `settings` has these without it then.
 */

type Values = Readonly<Record<string, unknown>>
type Row = Selectable<ChannelTable>
type Content = Pick<Channel, 'settings' | 'secrets'>

const parse = (text: string) => JSON.parse(text) as Values // only this file writes the columns
const place = (id: number) => `notification_channels/${id}/secrets`

/** Whether anything of a channel is to be encrypted. */
export const hasSecrets = ({ settings, secrets }: Content): boolean =>
  Object.values(secrets).some((value) => value !== null) || listPasswords(settings).length > 0

/** The columns of a channel. */
export function sealContent(
  id: number,
  content: Content,
  sealer: Sealer,
): Pick<Row, 'settings' | 'secrets'> {
  const { settings, secrets } = content
  const plain = { settings: JSON.stringify(settings), secrets: JSON.stringify(secrets) }
  if (!hasSecrets(content)) return plain
  const passwords = Object.entries(settings).filter(
    ([name, value]) => listPasswords({ [name]: value }).length > 0,
  )
  const text = JSON.stringify({ secrets, settings: Object.fromEntries(passwords) })
  const sealed = sealer.seal(text, place(id))
  if (!isSealed(sealed)) return plain
  const hidden = passwords.map(([name, value]) => [name, hidePassword(value)])
  return {
    settings: JSON.stringify({ ...settings, ...Object.fromEntries(hidden) }),
    secrets: sealed,
  }
}

/** @returns `null` where no key decrypts it */
export function openContent({ id, settings, secrets }: Row, sealer: Sealer): Content | null {
  if (!isSealed(secrets)) return { settings: parse(settings), secrets: parse(secrets) }
  const text = sealer.open(secrets, place(id))
  if (text === null) return null
  const content = JSON.parse(text) as Content // as `sealContent` has written it
  return { secrets: content.secrets, settings: { ...parse(settings), ...content.settings } }
}

/** What a change of a channel writes. Secrets that can't be decrypted stay until there are others. */
export function changeContent(
  row: Row,
  { settings, secrets }: Partial<Content>,
  sealer: Sealer,
): Partial<Pick<Row, 'settings' | 'secrets'>> {
  if (settings === undefined && secrets === undefined) return {}
  const former = openContent(row, sealer) ?? { settings: parse(row.settings), secrets: null }
  const content = { settings: settings ?? former.settings, secrets: secrets ?? former.secrets }
  if (content.secrets === null) return { settings: JSON.stringify(content.settings) }
  return sealContent(row.id, { ...content, secrets: content.secrets }, sealer)
}

/** How the secrets of a kind are replaced. */
const replacements: Record<string, string> = {
  webhook: 'replace its secret',
  push: 'open this page on the device and add it again under the same name',
}

/** One whose secrets can't be decrypted is off, also for this process alone, and nothing of it is changed. */
export function toChannel(row: Row, sealer: Sealer, since: Date): Channel {
  const channel = toChannelWithoutSecrets(row)
  const content = openContent(row, sealer)
  if (content !== null) return { ...channel, ...content }
  const replace = replacements[row.kind] ?? 'enter its secret again'
  const unknown = `Its secret was encrypted with another key, or was changed in the database. Start the site with the former key (SECRETS_KEY, or secrets.key in DATA_DIR), or ${replace}. What was waiting is sent then.`
  const reason = sealer.problem ?? unknown
  return {
    ...channel,
    settings: parse(row.settings),
    secrets: {},
    off: { since, reason, hasUnreadableSecrets: true },
  }
}

export async function toChannels(rows: readonly Row[], keyring: Keyring): Promise<Channel[]> {
  if (rows.length === 0) return []
  const sealer = await keyring.load()
  return rows.map((row) => toChannel(row, sealer, keyring.since))
}
