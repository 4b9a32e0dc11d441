import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openStore } from '#lib/storage/db/open-store.ts'
import { createSecretsKey } from '#lib/storage/db/secrets/secrets-key.ts'
import { noon } from '#lib/storage/db/testing/samples.ts'
import { createChannelManagement } from './manage-channels.ts'
import { addDevice } from './push/add-device.ts'
import { createBrowser } from './push/push-service.fixture.ts'
import { createPushKeys } from './push/vapid.ts'
import { findTrouble } from './serialize-channels.ts'

const by = { sessionId: null }
const keys = [createSecretsKey(), createSecretsKey()]

test('after the key was lost, the owner enters each secret again and all channels work', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'unreadable-'))
  const open = async (index: number) => {
    const database = { kind: 'sqlite', dataDir } as const
    const { notifications: store, close } = await openStore({
      database,
      secretsKeys: keys.slice(index),
    })
    onTestFinished(close)
    const sources = { siteUrl: 'https://example.org', getSite: () => ({ title: 'x' }) as never }
    return { store, ...createChannelManagement({ store, sources, now: () => noon }) }
  }
  const before = await open(0)
  const add = async (kind: string, values: object) =>
    (await before.add(by, { kind, name: kind, values: { ...values }, choices: {} })).channel.id
  const topic = { topic: 'my-printer' }
  const ntfy = await add('ntfy', { ...topic, token: 'tk_first_one' })
  const webhook = await add('webhook', { url: 'https://example.org/hook' })
  const vapid = { ...createPushKeys(), subject: 'https://example.org' }
  const { subscription } = createBrowser('https://fcm.googleapis.com/fcm/send/a')
  const device = { name: 'Phone', subscription, vapid }
  await addDevice(before.store, by, device, noon)
  onTestFinished(() => rm(dataDir, { recursive: true }))

  const after = await open(1)
  const listTroubles = async () =>
    (await after.listChannels()).flatMap((channel) => findTrouble(channel, null)?.off_reason ?? [])
  expect(await listTroubles()).toHaveLength(3)
  await expect(after.turn(by, ntfy, true)).rejects.toThrow(/enter its secret again/)
  await expect(after.change(by, ntfy, { values: { topic: 'other' } })).rejects.toThrow(/secret/)
  await after.change(by, ntfy, { quietHours: '22:00-07:00' })

  const shown = await after.rotate(by, webhook)
  await after.change(by, ntfy, { values: { token: 'tk_second' } })
  await addDevice(after.store, by, device, noon)
  expect(await listTroubles()).toEqual([])
  const channels = await after.listChannels()
  expect(channels.map(({ secrets }) => secrets)).toEqual([
    { token: 'tk_second' },
    { secret: shown, previous: null },
    { ...subscription, vapid },
  ])
  expect(channels[0]).toMatchObject({ settings: topic, quietHours: '22:00-07:00', off: null })
})
