import { createHmac, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Message } from '../message.ts'
import type { ChannelKind } from './channel-kind.ts'
import { addressField, homeField } from './fields.ts'

const settings = z.object({
  url: addressField.describe('Where to send the messages.'),
  home: homeField,
})
const secret = z.string().regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/)
const secrets = z.object({
  secret,
  previous: z.object({ secret, until: z.iso.datetime() }).nullable().default(null),
})
/** While the receiver changes its secret, either signature is right. */
const overlapMs = 24 * 60 * 60 * 1000

/** JSON, signed as Standard Webhooks has it: https://github.com/standard-webhooks/standard-webhooks */
export const webhook: ChannelKind = {
  kind: 'webhook',
  title: 'Webhook (Standard Webhooks)',
  settings,
  secrets,
  createSecrets: () => issue(null),
  rotateSecrets: (old, at) =>
    issue({
      secret: secrets.parse(old).secret,
      until: new Date(at.getTime() + overlapMs).toISOString(),
    }),
  createRequest(channel, message, at) {
    const { url, home } = settings.parse(channel.settings)
    const { secret, previous } = secrets.parse(channel.secrets)
    const timestamp = String(Math.floor(at.getTime() / 1000))
    const body = JSON.stringify(serialize(message))
    const isOverlap = previous !== null && new Date(previous.until) > at
    const valid = isOverlap ? [secret, previous.secret] : [secret]
    const headers = {
      'content-type': 'application/json',
      'webhook-id': message.id,
      'webhook-timestamp': timestamp,
      'webhook-signature': valid
        .map((each) => sign(each, `${message.id}.${timestamp}.${body}`))
        .join(' '),
    }
    return { url: new URL(url), headers, body, isHome: home }
  },
}

function issue(previous: z.output<typeof secrets>['previous']) {
  const shown = `whsec_${randomBytes(32).toString('base64')}`
  return { secrets: { secret: shown, previous }, shown }
}

function sign(secret: string, content: string): string {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  return `v1,${createHmac('sha256', key).update(content).digest('base64')}`
}

function serialize({ id, type, at, messages, priority, ...data }: Message): object {
  return {
    id,
    type,
    timestamp: at.toISOString(),
    data: { ...data, messages: messages.map(serialize) },
  }
}
