import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openStore } from '#lib/storage/db/open-store.ts'
import { noon } from '#lib/storage/db/testing/samples.ts'
import type { OutgoingRequest } from '../channels/channel-kind.ts'
import { channelKinds, findChannelKind } from '../channels/list.ts'
import { describeAnswer, findOffReason, listSecretTexts } from '../outbox/judge-answer.ts'
import { sendMessage } from '../outbox/worker.ts'
import { offByOwner } from '../ports.ts'
import { sampleMessage } from '../sample-message.fixture.ts'
import { addDevice, renewDevice } from './add-device.ts'
import { type Browser, createBrowser } from './push-service.fixture.ts'

async function open() {
  const dataDir = await mkdtemp(join(tmpdir(), 'devices-'))
  const { notifications: store, close } = await openStore({ database: { kind: 'sqlite', dataDir } })
  onTestFinished(async () => {
    await close()
    await rm(dataDir, { recursive: true })
  })
  const vapid = { ...(await store.getPushKeys()), subject: 'https://example.org' }
  const add = ({ subscription }: Browser, name = 'My phone') =>
    addDevice(store, { sessionId: null }, { name, subscription, vapid }, noon)
  return { store, add, vapid }
}

test('a device is a channel that its own browser can decrypt', async () => {
  const { store, add } = await open()
  const browser = createBrowser('https://web.push.apple.com/abc')
  const channel = await add(browser)
  expect(await store.listChannels()).toEqual([channel])
  const sent: OutgoingRequest[] = []
  const answer = await sendMessage(channel, sampleMessage, {
    now: () => noon,
    async send(request) {
      sent.push(request)
      return { status: 201, text: '', retryAfterMs: null }
    },
  })
  expect(answer.status).toBe(201)
  const [request] = sent
  const { title } = JSON.parse(browser.decrypt(Buffer.from(request?.body ?? '')).toString())
  expect(title).toBe(sampleMessage.title)
})

test('what makes a device reachable is in nothing that is shown', async () => {
  const { add } = await open()
  const { subscription, ...browser } = createBrowser('https://web.push.apple.com/abc')
  const { settings, secrets } = await add({ subscription, ...browser })
  expect(settings).toEqual({})
  expect(listSecretTexts(secrets)).toContain(subscription.endpoint)
})

test('the same browser is one device, however often it is added, and is on again', async () => {
  const { store, add } = await open()
  const browser = createBrowser('https://web.push.apple.com/abc')
  const { id } = await add(browser)
  await store.updateChannel(id, { name: 'Renamed', off: { since: noon, reason: 'gone' } })
  expect(await add(browser)).toMatchObject({ id, name: 'Renamed', off: null })
  const renewed = {
    ...browser,
    subscription: createBrowser('https://web.push.apple.com/abc').subscription,
  }
  expect(await add(renewed)).toMatchObject({ id, secrets: renewed.subscription })
  expect(await store.listChannels()).toHaveLength(1)
})

test.each([404, 410])(
  'a service that answers %i turns a device off, and says what to do',
  async (status) => {
    const { add } = await open()
    const answer = await sendMessage(
      await add(createBrowser('https://web.push.apple.com/abc')),
      sampleMessage,
      {
        now: () => noon,
        send: async () => ({ status, text: 'no such subscription', retryAfterMs: null }),
      },
    )
    expect(findOffReason(answer, 0, describeAnswer(answer, []))).toBe(
      `The receiver answered: ${status} the browser has ended its subscription. Open this page on the device, and add it again.`,
    )
  },
)

test('a device whose subscription has ended is the same one when it is added again', async () => {
  const { store, add } = await open()
  const { id } = await add(createBrowser('https://web.push.apple.com/abc'))
  await store.updateChannel(id, { off: { since: noon, reason: 'The receiver answered: 410' } })
  const { subscription, ...browser } = createBrowser('https://web.push.apple.com/def')
  expect(await add({ ...browser, subscription })).toMatchObject({ id, off: null })
  await store.updateChannel(id, { off: { since: noon, reason: offByOwner } })
  expect((await add(createBrowser('https://web.push.apple.com/ghi'))).id).not.toBe(id)
})

test('a browser that renews its subscription stays the same device, on or off', async () => {
  const { store, add, vapid } = await open()
  const { id } = await add(createBrowser('https://web.push.apple.com/abc'))
  await store.updateChannel(id, { off: { since: noon, reason: offByOwner } })
  const { subscription } = createBrowser('https://web.push.apple.com/def')
  const renew = (former: string) =>
    renewDevice(store, { sessionId: null }, { former, subscription, vapid }, noon)
  await expect(renew('https://web.push.apple.com/x')).rejects.toMatchObject({ code: 'not-found' })
  expect(await renew('https://web.push.apple.com/abc')).toMatchObject({
    id,
    secrets: subscription,
    off: { reason: offByOwner },
  })
})

test('there are at most twenty', async () => {
  const { add } = await open()
  for (let count = 0; count < 20; count++)
    await add(createBrowser(`https://web.push.apple.com/${count}`))
  await expect(add(createBrowser('https://web.push.apple.com/x'))).rejects.toMatchObject({
    code: 'invalid-fields',
  })
})

test('no form or command adds one by hand', () => {
  expect(channelKinds.map(({ kind }) => kind)).not.toContain('push')
  expect(findChannelKind('push')?.title).toBe('A device')
})
