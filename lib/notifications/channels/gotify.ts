import { z } from 'zod'
import type { ChannelKind } from './channel-kind.ts'
import { addressField, homeField, joinAddress, postJson, tokenField } from './fields.ts'

const settings = z.object({
  url: addressField.describe('The Gotify server.'),
  home: homeField,
})
const secrets = z.object({ token: tokenField.describe('The token of an application.') })

/** https://gotify.net/docs/pushmsg, https://gotify.net/docs/msgextras. Gotify has no id against doubles. */
export const gotify: ChannelKind = {
  kind: 'gotify',
  title: 'Gotify',
  settings,
  secrets,
  async send(channel, { title, text, url: page, picture, priority }, { request }) {
    const { url, home } = settings.parse(channel.settings)
    const { token } = secrets.parse(channel.secrets)
    const body = {
      title,
      message: [text, page].filter(Boolean).join('\n'),
      // Of 0 to 10: 1-3 is silent, from 8 on it rings.
      priority: 2 * priority - 1,
      extras: {
        'client::notification': {
          click: { url: page },
          ...(picture !== null && { bigImageUrl: picture.url }),
        },
      },
    }
    const to = joinAddress(url, '/message')
    return await request(postJson(to, body, home, { 'x-gotify-key': token }))
  },
}
