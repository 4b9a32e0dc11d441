import { z } from 'zod'
import { escapeMarkup } from '#lib/core/escape-markup.ts'
import type { ChannelKind } from './channel-kind.ts'
import { addressField, homeField, joinAddress, tokenField } from './fields.ts'
import { isTaken, readJson, withRetryAfter } from './read-answer.ts'

const settings = z.object({
  url: addressField.default('https://matrix.org').describe('The homeserver.'),
  room: z
    .string()
    .regex(/^[!#][^\s/?]{1,254}$/, 'begins with ! or #')
    .describe('The room: its id, !..., or its alias, #...'),
  home: homeField,
})
const secrets = z.object({
  token: tokenField.describe('An access token of a user who is in the room, or invited.'),
})

/**
 * https://spec.matrix.org/v1.16/client-server-api/#put_matrixclientv3roomsroomidsendeventtypetxnid. The message's id is the transaction's,
 * so the homeserver ignores a message that is sent again. Matrix shows pictures that were uploaded only: this one is a link.
 */
export const matrix: ChannelKind = {
  kind: 'matrix',
  title: 'Matrix',
  settings,
  secrets,
  async send(channel, { id, title, text, url: page, picture }, { request }) {
    const { url, room, home } = settings.parse(channel.settings)
    const { token } = secrets.parse(channel.secrets)
    const call = async (method: 'GET' | 'POST' | 'PUT', path: string, content = {}) => {
      const answer = await request({
        method,
        url: joinAddress(url, `/_matrix/client/v3${path}`),
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: method === 'GET' ? '' : JSON.stringify(content),
        isHome: home,
      })
      return answer.status === 429
        ? withRetryAfter(answer, readJson(answer).retry_after_ms)
        : answer
    }
    const found = room.startsWith('#')
      ? await call('GET', `/directory/room/${encodeURIComponent(room)}`)
      : null
    if (found !== null && !isTaken(found)) return found
    const roomId = encodeURIComponent(found === null ? room : String(readJson(found).room_id))
    const lines = [text, page, ...(picture === null ? [] : [picture.url])].filter(Boolean)
    const content = {
      msgtype: 'm.text',
      body: [title, ...lines].join('\n'),
      format: 'org.matrix.custom.html',
      formatted_body: `<strong>${escapeMarkup(title)}</strong><br>${lines.map(escapeMarkup).join('<br>').replaceAll('\n', '<br>')}`,
    }
    const send = () => call('PUT', `/rooms/${roomId}/send/m.room.message/${id}`, content)
    const answer = await send()
    if (answer.status !== 403) return answer
    const joined = await call('POST', `/rooms/${roomId}/join`)
    return isTaken(joined) ? await send() : answer
  },
}
