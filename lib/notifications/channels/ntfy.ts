import { z } from 'zod'
import type { ChannelKind } from './channel-kind.ts'
import { addressField, homeField, postJson } from './fields.ts'

const settings = z.object({
  url: addressField
    .default('https://ntfy.sh')
    .meta({ title: 'Server', description: 'The ntfy server.' }),
  topic: z
    .string()
    .regex(/^[-_A-Za-z0-9]{1,64}$/, 'has 1 to 64 letters, digits, - and _')
    .describe(
      'Subscribe to it in the ntfy app. Whoever knows it can read it, unless the server demands a token.',
    ),
  home: homeField,
})
const secrets = z.object({
  token: z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/, 'is not an access token')
    .nullable()
    .default(null)
    .meta({ title: 'Access token', description: 'Where the server demands one.' }),
})
/** By the kind of fact, shown as an emoji. */
const tags: Record<string, string> = {
  'print.finished': 'white_check_mark',
  'print.failed': 'x',
  'print.paused': 'pause_button',
  'printer.late': 'camera',
  'printer.silent': 'zzz',
  'site.storage': 'floppy_disk',
}

/** https://docs.ntfy.sh/publish/#publish-as-json. The picture is attached by its address. */
export const ntfy: ChannelKind = {
  kind: 'ntfy',
  title: 'ntfy',
  settings,
  secrets,
  async send(channel, message, { request }) {
    const { id, type, title, text, url, picture, priority } = message
    const { url: server, topic, home } = settings.parse(channel.settings)
    const { token } = secrets.parse(channel.secrets)
    const tag = tags[type]
    const body = {
      topic,
      title,
      message: text || title,
      priority,
      click: url,
      actions: [{ action: 'view', label: 'Open the page', url }],
      ...(tag !== undefined && { tags: [tag] }),
      ...(picture !== null && { attach: picture.url, filename: 'picture.jpg' }),
      // Servers since 2.16 replace what they have with the same one: a message that is sent again is shown once.
      sequence_id: id,
    }
    const authorization = token === null ? {} : { authorization: `Bearer ${token}` }
    return await request(postJson(new URL(server), body, home, authorization))
  },
}
