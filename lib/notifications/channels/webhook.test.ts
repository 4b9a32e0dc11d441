import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { sampleMessage } from '../sample-message.fixture.ts'
import { startReceiver } from './receiver.fixture.ts'
import { sendRequest } from './send-request.ts'
import { webhook } from './webhook.ts'

const hourMs = 60 * 60 * 1000
const now = new Date()
const settings = { url: 'https://example.org/hook', home: false }
const issue = () => webhook.createSecrets?.() ?? { secrets: {}, shown: '' }
const rotate = (secrets: Record<string, unknown>) =>
  webhook.rotateSecrets?.(secrets, now) ?? { secrets: {}, shown: '' }

/** What the verifier that others wrote makes of the message; it throws where the signature is wrong. */
function verify(secret: string, secrets: Record<string, unknown>, at = now): unknown {
  const { headers, body } = webhook.createRequest({ settings, secrets }, sampleMessage, at)
  return new Webhook(secret).verify(body, headers)
}

test('the library of Standard Webhooks verifies what arrives over HTTP', async () => {
  const receiver = await startReceiver()
  const { secrets, shown } = issue()
  const channel = { settings: { url: receiver.url, home: true }, secrets }
  await sendRequest(webhook.createRequest(channel, sampleMessage, new Date()))
  await receiver.close()
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

test('for a day after a rotation the old secret and the new one verify, then only the new one', () => {
  const old = issue()
  const { secrets, shown } = rotate(old.secrets)
  expect(shown).not.toBe(old.shown)
  for (const secret of [old.shown, shown]) expect(verify(secret, secrets)).toBeTruthy()
  const { headers } = webhook.createRequest(
    { settings, secrets },
    sampleMessage,
    new Date(now.getTime() + 25 * hourMs),
  )
  expect(headers['webhook-signature']?.split(' ')).toHaveLength(1)
})

test('a repeated message has the same id and the same body', () => {
  const { secrets } = issue()
  const [first, second] = [now, new Date(now.getTime() + hourMs)].map((at) =>
    webhook.createRequest({ settings, secrets }, sampleMessage, at),
  )
  expect(second?.body).toBe(first?.body)
  expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
  expect(second?.headers['webhook-timestamp']).not.toBe(first?.headers['webhook-timestamp'])
})
