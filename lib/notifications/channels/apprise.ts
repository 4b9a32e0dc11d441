import { z } from 'zod'
import type { ChannelKind } from './channel-kind.ts'
import { addressField, homeField, joinAddress, postJson } from './fields.ts'

const settings = z.object({
  url: addressField.describe('The Apprise API server.'),
  tag: z
    .string()
    .regex(/^[\w ,.-]{1,100}$/, 'has letters, digits, commas and spaces')
    .nullable()
    .default(null)
    .describe('The tag that chooses among the services of the key.'),
  home: homeField,
})
const secrets = z.object({
  key: z
    .string()
    .regex(/^[-\w]{4,128}$/, 'has 4 to 128 letters, digits, - and _')
    .describe('The key of a configuration on that server.'),
})
/** By priority. */
const types: Record<number, string> = { 4: 'warning', 5: 'failure' }

/**
 * https://github.com/caronc/apprise-api#api-details. It answers 204 for a key without a configuration, and 424 when a service has failed:
 * then those that have taken the message get it again.
 */
export const apprise: ChannelKind = {
  kind: 'apprise',
  title: 'Apprise',
  settings,
  secrets,
  async send(channel, { title, text, url: page, picture, priority }, { request }) {
    const { url, tag, home } = settings.parse(channel.settings)
    const { key } = secrets.parse(channel.secrets)
    const post = async (attachment: object) => {
      const body = {
        title,
        body: [text, page].filter(Boolean).join('\n'),
        type: types[priority] ?? 'info',
        format: 'text',
        ...(tag !== null && { tag }),
        ...attachment,
      }
      const to = joinAddress(url, `/notify/${key}`)
      const answer = await request(postJson(to, body, home, { accept: 'application/json' }))
      if (answer.status !== 204) return answer
      return { ...answer, failure: 'refused' as const, text: 'The key has no configuration there.' }
    }
    if (picture === null) return await post({})
    const answer = await post({ attach: picture.url })
    // The server loads the picture itself, which it may not be able to.
    return answer.status === 400 ? await post({}) : answer
  },
}
