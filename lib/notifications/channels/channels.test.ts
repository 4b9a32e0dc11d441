import { afterEach, describe, expect, test } from 'vitest'
import { describeAnswer, listSecretTexts } from '../outbox/judge-answer.ts'
import { sampleMessage } from '../sample-message.fixture.ts'
import type { ChannelKind } from './channel-kind.ts'
import { channelKinds } from './list.ts'
import { type Receiver, startReceiver } from './receiver.fixture.ts'
import { parseRetryAfter, sendRequest } from './send-request.ts'

/* What every channel promises, against a real server. */

const at = new Date('2026-11-22T12:00:00Z')
const receivers: Receiver[] = []
afterEach(async () => {
  for (const receiver of receivers.splice(0)) await receiver.close()
})

async function start(...answer: Parameters<typeof startReceiver>): Promise<Receiver> {
  const receiver = await startReceiver(...answer)
  receivers.push(receiver)
  return receiver
}

/** Values for the settings without a default. */
const settings: Record<string, unknown> = { topic: 'my-printer' }
const secrets: Record<string, Record<string, unknown>> = { ntfy: { token: 'tk_not_to_be_shown' } }

function createChannel(kind: ChannelKind, url: string, isHome = true) {
  return {
    settings: kind.settings.parse({ ...settings, url, home: isHome }),
    secrets: kind.createSecrets?.().secrets ?? kind.secrets.parse(secrets[kind.kind] ?? {}),
  }
}

const send = (kind: ChannelKind, url: string, isHome = true, timeoutMs = 2000) =>
  sendRequest(
    kind.createRequest(createChannel(kind, url, isHome), sampleMessage, at),
    undefined,
    timeoutMs,
  )

describe.each(channelKinds.map((kind) => [kind.kind, kind] as const))('%s', (_, kind) => {
  test('delivers the title, the sentences, the page and the picture in one POST', async () => {
    const receiver = await start()
    expect(await send(kind, receiver.url)).toMatchObject({ status: 200, text: 'thanks' })
    const [request, ...more] = receiver.received
    expect(more).toEqual([])
    expect(request).toMatchObject({ method: 'POST' })
    const { title, text, url, picture, id } = sampleMessage
    for (const part of [title, text, url, picture?.url ?? ''])
      expect(request?.body).toContain(JSON.stringify(part).slice(1, -1))
    expect(JSON.stringify(request)).toContain(id)
  })

  test('a message without a picture and without sentences is sent, too', async () => {
    const receiver = await start()
    const plain = { ...sampleMessage, text: '', picture: null, printer: null, print: null }
    const request = kind.createRequest(createChannel(kind, receiver.url), plain, at)
    expect(await sendRequest(request)).toMatchObject({ status: 200 })
    expect(() => JSON.parse(receiver.received[0]?.body ?? '')).not.toThrow()
  })

  test('reports the receiver’s own answer, and when to try again', async () => {
    const receiver = await start((response) =>
      response.writeHead(429, { 'retry-after': '90' }).end('slow down'),
    )
    expect(await send(kind, receiver.url)).toEqual({
      status: 429,
      text: 'slow down',
      retryAfterMs: 90_000,
    })
  })

  test('waits no longer than agreed, and reads no endless answer', async () => {
    const silent = await start(() => undefined)
    expect(await send(kind, silent.url, true, 300)).toMatchObject({
      status: null,
      text: 'No response within 0.3 s.',
    })
    const endless = await start((response) => {
      const timer = setInterval(() => response.write('x'.repeat(10_000)), 1)
      response.on('close', () => clearInterval(timer))
    })
    const { status, text } = await send(kind, endless.url)
    expect([status, text.length]).toEqual([200, 2000])
  })

  test('follows no redirect', async () => {
    const target = await start()
    const receiver = await start((response) =>
      response.writeHead(307, { location: target.url }).end(),
    )
    expect(await send(kind, receiver.url)).toMatchObject({ status: 307 })
    expect(target.received).toEqual([])
  })

  test('reaches an address at home only where the owner allows it, and others that are private never', async () => {
    const receiver = await start()
    expect(await send(kind, receiver.url, false)).toMatchObject({ status: null })
    const secure = new URL(receiver.url)
    secure.protocol = 'https:'
    for (const host of ['127.0.0.1', 'localhost', '[::1]']) {
      secure.hostname = host
      const { status, text } = await send(kind, secure.href, false)
      expect(status).toBeNull()
      expect(text).toMatch(/is not a public address/)
    }
    const { text } = await send(kind, 'http://169.254.169.254/latest/meta-data/')
    expect(text).toMatch(/is not a public address/)
    expect(receiver.received).toEqual([])
  })

  test('keeps its secrets out of what is stored of an answer', async () => {
    const channel = createChannel(kind, 'http://127.0.0.1/')
    const texts = listSecretTexts(channel.secrets)
    expect(texts.length).toBeGreaterThan(0)
    const answer = { status: 400, text: `You sent\n${texts.join(' and ')}`, retryAfterMs: null }
    const stored = describeAnswer(answer, texts)
    expect(stored).toMatch(/^400 You sent \*\*\*/)
    for (const text of texts) expect(stored).not.toContain(text)
  })

  test('says what is wrong with a setting', () => {
    const { error } = kind.settings.safeParse({ ...settings, url: 'example.org' })
    expect(error?.issues[0]?.message).toMatch(/is not an address/)
    for (const field of Object.values(kind.settings.shape))
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
