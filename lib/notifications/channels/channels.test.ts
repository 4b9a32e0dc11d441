import { describe, expect, onTestFinished, test } from 'vitest'
import type { Message } from '../message.ts'
import { describeAnswer, findFailure, listSecretTexts } from '../outbox/judge-answer.ts'
import { sendMessage } from '../outbox/worker.ts'
import { sampleMessage } from '../sample-message.fixture.ts'
import type { ChannelKind } from './channel-kind.ts'
import { channelKinds } from './list.ts'
import type { Receiver } from './receiver.fixture.ts'
import { createSampleChannel, type Mood, samples } from './samples.fixture.ts'
import { parseRetryAfter } from './send-request.ts'

/* What every channel promises, against a real server. */

const at = new Date('2026-11-22T12:00:00Z')

async function start(kind: ChannelKind, mood: Mood = 'takes'): Promise<Receiver> {
  const receiver = await samples[kind.kind]?.start(() => mood)
  if (receiver === undefined) throw new Error(`samples.fixture.ts lacks ${kind.kind}.`)
  onTestFinished(() => receiver.close())
  return receiver
}

interface Changes {
  message?: Message
  isHome?: boolean
  timeoutMs?: number
}

const send = (
  kind: ChannelKind,
  url: string,
  { message = sampleMessage, isHome = true, timeoutMs = 2000 }: Changes = {},
) => sendMessage(createSampleChannel(kind, url, isHome), message, { now: () => at, timeoutMs })

/** A text as it is in JSON, in markup or in a mail. */
function forms(text: string): string[] {
  return [text, JSON.stringify(text).slice(1, -1), text.replaceAll('\n', '\r\n')]
}

describe.each(channelKinds.map((kind) => [kind.kind, kind] as const))('%s', (_, kind) => {
  test('delivers the title, the sentences, the page and the picture at once', async () => {
    const receiver = await start(kind)
    const answer = await send(kind, receiver.url)
    expect([answer, findFailure(answer)]).toEqual([expect.anything(), null])
    const [request, ...more] = receiver.received
    expect(more).toEqual([])
    const { title, text, url, picture } = sampleMessage
    for (const part of [title, text, url, picture?.url ?? ''])
      expect(forms(part).some((form) => request?.body.includes(form))).toBe(true)
  })

  test('a message without a picture and without sentences is sent, too', async () => {
    const receiver = await start(kind)
    const message = { ...sampleMessage, text: '', picture: null, printer: null, print: null }
    expect(findFailure(await send(kind, receiver.url, { message }))).toBeNull()
    expect(receiver.received).toHaveLength(1)
  })

  test('a text that looks like markup, and one of 20,000 characters, arrive as a text', async () => {
    const receiver = await start(kind)
    const hostile = '</b> <script> & "quotes" *_`[x](y) @everyone \u0001'
    const message = { ...sampleMessage, title: hostile, text: `${hostile}\n${'€'.repeat(20_000)}` }
    expect(findFailure(await send(kind, receiver.url, { message }))).toBeNull()
    expect(receiver.received[0]?.body).not.toMatch(/"(caption|formatted_body)":"[^"]*<script>/)
  })

  test('waits where the receiver is busy, as long as it asks for', async () => {
    const receiver = await start(kind, 'is busy')
    const answer = await send(kind, receiver.url)
    expect(findFailure(answer)).toBe('passing')
    expect(answer.retryAfterMs).toBe(kind.kind === 'email' ? null : 90_000)
  })

  test('knows wrong credentials or a wrong address from an outage', async () => {
    const receiver = await start(kind, 'refuses')
    const failure = findFailure(await send(kind, receiver.url))
    // Standard Webhooks: everything may pass, but 410.
    expect(failure).toBe(kind.kind === 'webhook' ? 'passing' : 'refused')
  })

  test('gives up waiting for a receiver that accepts and says nothing', async () => {
    const silent = await start(kind, 'is silent')
    const answer = await send(kind, silent.url, { timeoutMs: 300 })
    expect(answer).toMatchObject({ status: null, text: 'No response within 0.3 s.' })
  })

  test('reaches an address at home only where the owner allows it, and others that are private never', async () => {
    const receiver = await start(kind)
    expect(await send(kind, receiver.url, { isHome: false })).toMatchObject({ status: null })
    const secure = new URL(receiver.url.replace('http:', 'https:'))
    for (const host of ['127.0.0.1', 'localhost', '[::1]']) {
      secure.hostname = host
      const { status, text } = await send(kind, secure.href, { isHome: false })
      expect(status).toBeNull()
      expect(text).toMatch(/is not a public address/)
    }
    const { text } = await send(kind, 'http://169.254.169.254/latest/meta-data/')
    expect(text).toMatch(/is not a public address/)
    expect(receiver.received).toEqual([])
  })

  test('keeps its secrets out of what is stored of an answer that echoes them', async () => {
    const receiver = await start(kind, 'echoes')
    const { secrets } = createSampleChannel(kind, receiver.url)
    const texts = listSecretTexts(secrets)
    expect(texts.length).toBeGreaterThan(0)
    const stored = describeAnswer(await send(kind, receiver.url), texts)
    expect(stored).toMatch(/^[45]\d\d /)
    for (const text of texts) expect(stored).not.toContain(text)
    expect(stored).not.toMatch(/not.to.be.shown/)
    const answer = { status: 400, text: `You sent\n${texts.join(' and ')}`, retryAfterMs: null }
    expect(describeAnswer(answer, texts)).toMatch(/^400 You sent \*\*\*/)
  })

  test('says what is wrong with its address, and what each field is', () => {
    const fields = { ...kind.settings.shape, ...kind.secrets.shape }
    const address = fields[samples[kind.kind]?.address ?? '']?.safeParse('example.org')
    expect(address?.error?.issues[0]?.message).toMatch(/is not an address/)
    const asked = kind.createSecrets === undefined ? fields : kind.settings.shape
    for (const field of Object.values(asked))
      expect((field as { description?: string }).description).toMatch(/\.$/)
  })
})

test('Retry-After is a number of seconds or a date', () => {
  expect(parseRetryAfter('120', at)).toBe(120_000)
  expect(parseRetryAfter('Sun, 22 Nov 2026 12:01:00 GMT', at)).toBe(60_000)
  expect(parseRetryAfter('Sun, 22 Nov 2026 11:00:00 GMT', at)).toBe(0)
  expect(parseRetryAfter('soon', at)).toBeNull()
  expect(parseRetryAfter(undefined, at)).toBeNull()
})
