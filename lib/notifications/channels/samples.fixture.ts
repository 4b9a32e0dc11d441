import type { ServerResponse } from 'node:http'
import type { ChannelKind } from './channel-kind.ts'
import {
  mailUser,
  type Receiver,
  refuseMail,
  startMailReceiver,
  startReceiver,
} from './receiver.fixture.ts'
import { webhook } from './webhook.ts'

/** What a receiver does with all that it gets. `busy`: asks for 90 s where its protocol can. */
export type Mood = 'takes' | 'is busy' | 'refuses' | 'is silent' | 'is down' | 'echoes'

interface Sample {
  /** Of a channel whose receiver has this address. */
  settings(url: string): Record<string, unknown>
  secrets(url: string): Record<string, unknown>
  start(getMood: () => Mood): Promise<Receiver>
  /** The setting that is an address. */
  address: string
}

type Respond = (response: ServerResponse) => void

const json = (status: number, body: object, headers: Record<string, string> = {}) =>
  ((response) => response.writeHead(status, headers).end(JSON.stringify(body))) satisfies Respond

/** A receiver of HTTP requests, with the answers that its documentation has. */
const http =
  (answers: { takes: Respond; isBusy?: Respond; refuses?: Respond }) => (getMood: () => Mood) =>
    startReceiver((response, { path, headers }) => {
      const respond: Record<Mood, Respond> = {
        takes: answers.takes,
        'is busy': answers.isBusy ?? json(429, {}, { 'retry-after': '90' }),
        refuses: answers.refuses ?? json(401, { error: 'Unauthorized' }),
        'is silent': () => undefined,
        'is down': () => response.destroy(),
        echoes: () => response.writeHead(400).end(`${path} ${JSON.stringify(headers)}`),
      }
      respond[getMood()](response)
    })

const ofUrl = (settings: object, secrets: object) => ({
  settings: (url: string) => ({ ...settings, url }),
  secrets: () => ({ ...secrets }),
  address: 'url',
})

const token = '123456789:AAF_not-to-be-shown-in-any-log'
const webhookToken = 'not-to-be-shown-0123456789-abcdefghijklmnopqrstuvwxyz'

/** By kind. */
export const samples: Record<string, Sample> = {
  webhook: {
    ...ofUrl({}, {}),
    secrets: () => webhook.createSecrets?.().secrets ?? {},
    start: http({ takes: (response) => response.end('thanks') }),
  },
  ntfy: {
    ...ofUrl({ topic: 'my-printer' }, { token: 'tk_not_to_be_shown' }),
    start: http({ takes: json(200, { id: 'x', event: 'message' }) }),
  },
  // https://core.telegram.org/bots/api#making-requests
  telegram: {
    ...ofUrl({ chat: '-1001234' }, { token }),
    start: http({
      takes: json(200, { ok: true, result: { message_id: 7 } }),
      isBusy: json(429, { ok: false, error_code: 429, parameters: { retry_after: 90 } }),
      refuses: json(401, { ok: false, error_code: 401, description: 'Unauthorized' }),
    }),
  },
  // https://docs.discord.com/developers/topics/rate-limits
  discord: {
    settings: () => ({}),
    secrets: (url) => ({ webhook: `${url.replace(/\/?$/, '')}/api/webhooks/42/${webhookToken}` }),
    address: 'webhook',
    start: http({
      takes: json(200, { id: '1' }),
      isBusy: json(
        429,
        { message: 'You are being rate limited.', retry_after: 89.5, global: false },
        { 'retry-after': '90' },
      ),
      refuses: json(404, { message: 'Unknown Webhook', code: 10015 }),
    }),
  },
  // https://spec.matrix.org/v1.16/client-server-api/#standard-error-response
  matrix: {
    ...ofUrl({ room: '!abc:example.org' }, { token: 'syt_not_to_be_shown' }),
    start: http({
      takes: json(200, { event_id: '$1' }),
      isBusy: json(429, { errcode: 'M_LIMIT_EXCEEDED', retry_after_ms: 90_000 }),
      refuses: json(401, { errcode: 'M_UNKNOWN_TOKEN', error: 'Invalid access token' }),
    }),
  },
  gotify: {
    ...ofUrl({}, { token: 'A-not-to-be-shown' }),
    start: http({ takes: json(200, { id: 25, appid: 5 }) }),
  },
  apprise: {
    ...ofUrl({ tag: 'phone' }, { key: 'not-to-be-shown' }),
    start: http({
      takes: json(200, { error: null }),
      refuses: (response) => response.writeHead(204).end(),
    }),
  },
  email: {
    settings: (url) => ({
      server: url.replace('http', 'smtp'),
      user: mailUser.user,
      from: 'printer@example.org',
      to: 'me@example.org',
    }),
    secrets: () => ({ password: mailUser.password }),
    address: 'server',
    start: (getMood) =>
      startMailReceiver({
        onConnect: (_session, done) => {
          if (getMood() === 'is down') done(refuseMail(421, '4.3.2 Shutting down'))
          else if (getMood() !== 'is silent') done()
        },
        onMailFrom: (_address, _session, done) =>
          done(getMood() === 'is busy' ? refuseMail(451, '4.7.1 Greylisted') : null),
        onRcptTo(_address, _session, done) {
          if (getMood() === 'refuses') done(refuseMail(550, '5.1.1 No such user'))
          else done(getMood() === 'echoes' ? refuseMail(550, mailUser.password) : null)
        },
      }),
  },
}

/** A channel of a kind whose receiver is at `url`. */
export function createSampleChannel(kind: ChannelKind, url: string, isHome = true) {
  const sample = samples[kind.kind]
  return {
    kind: kind.kind,
    settings: kind.settings.parse({ ...sample?.settings(url), home: isHome }),
    secrets: kind.secrets.parse(sample?.secrets(url) ?? {}),
  }
}
