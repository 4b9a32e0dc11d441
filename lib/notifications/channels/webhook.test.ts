import { Webhook } from 'standardwebhooks'
import { expect, onTestFinished, test } from 'vitest'
import { findFailure } from '../outbox/judge-answer.ts'
import { sendMessage } from '../outbox/worker.ts'
import { sampleMessage } from '../sample-message.fixture.ts'
import type { OutgoingRequest } from './channel-kind.ts'
import { startReceiver } from './receiver.fixture.ts'
import { webhook } from './webhook.ts'

const hourMs = 60 * 60 * 1000
const now = new Date()
const settings = { url: 'https://example.org/hook', home: false }
const issue = () => webhook.createSecrets?.() ?? { secrets: {}, shown: '' }
const rotate = (secrets: Record<string, unknown>) =>
  webhook.rotateSecrets?.(secrets, now) ?? { secrets: {}, shown: '' }

/** What is sent. */
async function write(secrets: Record<string, unknown>, at = now): Promise<OutgoingRequest> {
  const { promise, resolve } = Promise.withResolvers<OutgoingRequest>()
  await webhook.send({ settings, secrets }, sampleMessage, {
    at,
    timeoutMs: 1000,
    async request(outgoing) {
      resolve(outgoing)
      return { status: 200, text: '', retryAfterMs: null }
    },
  })
  return await promise
}

/** What the verifier that others wrote makes of the message; it throws where the signature is wrong. */
async function verify(secret: string, secrets: Record<string, unknown>): Promise<unknown> {
  const { headers, body } = await write(secrets)
  return new Webhook(secret).verify(String(body), headers)
}

test('the library of Standard Webhooks verifies what arrives over HTTP', async () => {
  const receiver = await startReceiver()
  onTestFinished(() => receiver.close())
  const { secrets, shown } = issue()
  const channel = { kind: 'webhook', settings: { url: receiver.url, home: true }, secrets }
  await sendMessage(channel, sampleMessage, { now: () => new Date() })
  const { headers = {}, body = '' } = receiver.received[0] ?? {}
  const given = headers as Record<string, string> // each is sent once
  expect(new Webhook(shown).verify(body, given)).toMatchObject({
    type: 'print.finished',
    timestamp: '2026-11-22T11:58:00.000Z',
    data: { title: sampleMessage.title, printer: { id: 1 }, messages: [] },
  })
  expect(headers['webhook-id']).toBe(sampleMessage.id)
  expect(() => new Webhook(shown).verify(`${body} `, given)).toThrow()
  expect(() => new Webhook(issue().shown).verify(body, given)).toThrow()
})

test('for a day after a rotation the old secret and the new one verify, then only the new one', async () => {
  const old = issue()
  const { secrets, shown } = rotate(old.secrets)
  expect(shown).not.toBe(old.shown)
  for (const secret of [old.shown, shown]) expect(await verify(secret, secrets)).toBeTruthy()
  const { headers } = await write(secrets, new Date(now.getTime() + 25 * hourMs))
  expect(headers['webhook-signature']?.split(' ')).toHaveLength(1)
})

test('a repeated message has the same id and the same body', async () => {
  const { secrets } = issue()
  const first = await write(secrets)
  const second = await write(secrets, new Date(now.getTime() + hourMs))
  expect(second.body).toBe(first.body)
  expect(second.headers['webhook-id']).toBe(first.headers['webhook-id'])
  expect(second.headers['webhook-timestamp']).not.toBe(first.headers['webhook-timestamp'])
})

test('follows no redirect, and reads only the beginning of an endless answer', async () => {
  const target = await startReceiver()
  const moved = await startReceiver((response) =>
    response.writeHead(307, { location: target.url }).end(),
  )
  const endless = await startReceiver((response) => {
    const timer = setInterval(() => response.write('x'.repeat(10_000)), 1)
    response.on('close', () => clearInterval(timer))
  })
  onTestFinished(async () => {
    for (const each of [target, moved, endless]) await each.close()
  })
  const send = ({ url }: { url: string }) => {
    const channel = { kind: 'webhook', settings: { url, home: true }, ...issue() }
    return sendMessage(channel, sampleMessage, { now: () => now })
  }
  const answer = await send(moved)
  expect([answer.status, findFailure(answer)]).toEqual([307, 'passing'])
  expect(target.received).toEqual([])
  const { status, text } = await send(endless)
  expect([status, text.length]).toEqual([200, 2000])
})
