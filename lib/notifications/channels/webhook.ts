import { z } from 'zod'
import type { Message } from '../message.ts'
import type { ChannelKind } from './channel-kind.ts'
import { addressField, homeField } from './fields.ts'
import { isTaken } from './read-answer.ts'
import { createSigningSecret, sign, signingSecret } from './sign.ts'

const settings = z.object({
  url: addressField.meta({
    description: 'Where to send the messages.',
    examples: ['https://example.org/hooks/printer'],
  }),
  home: homeField,
})
const secrets = z.object({
  secret: signingSecret,
  previous: z.object({ secret: signingSecret, until: z.iso.datetime() }).nullable().default(null),
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
  async send(channel, message, { at, request }) {
    const { url, home } = settings.parse(channel.settings)
    const { secret, previous } = secrets.parse(channel.secrets)
    const timestamp = String(Math.floor(at.getTime() / 1000))
    const body = JSON.stringify(serialize(message))
    const old = previous !== null && new Date(previous.until) > at ? [previous.secret] : []
    const headers = {
      'content-type': 'application/json',
      'webhook-id': message.id,
      'webhook-timestamp': timestamp,
      'webhook-signature': [secret, ...old]
        .map((each) => sign(each, `${message.id}.${timestamp}.${body}`))
        .join(' '),
    }
    const answer = await request({ url: new URL(url), headers, body, isHome: home })
    // As Standard Webhooks has it, any failure may pass, apart from 410.
    return isTaken(answer) || answer.status === 410 ? answer : { ...answer, failure: 'passing' }
  },
}

function issue(previous: z.output<typeof secrets>['previous']) {
  const shown = createSigningSecret()
  return { secrets: { secret: shown, previous }, shown }
}

function serialize({ id, type, at, messages, priority, ...data }: Message): object {
  return {
    id,
    type,
    timestamp: at.toISOString(),
    data: { ...data, messages: messages.map(serialize) },
  }
}
