import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { createBrowser } from '#lib/notifications/push/push-service.fixture.ts'
import { startPostgres } from '../../../../testing/postgres/postgres-server.ts'
import type { Database } from '../database.ts'
import { openPostgres } from '../open-postgres.ts'
import { openSqlite } from '../open-sqlite.ts'
import { createStore, type OpenStore, openStore } from '../open-store.ts'
import { startOrSkip } from '../testing/real-server.ts'
import { insertSampleChannel } from '../testing/sample-channel.ts'
import { insertSamplePrinter, noon } from '../testing/samples.ts'
import { keyFileName } from './key-file.ts'
import { createSecretsKey, type SecretsKey } from './secrets-key.ts'

const server = await startOrSkip('Postgres', () =>
  startPostgres({ fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
)
afterAll(() => server?.stop())

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

const token = 'tk_of-a-receiver-that-nobody-may-read'
const password = 'pass-in-an-address'
const content = {
  kind: 'ntfy',
  settings: { url: `https://me:${password}@ntfy.example.org`, topic: 'printer', home: false },
  secrets: { token },
}
const [first, second] = [createSecretsKey(), createSecretsKey()]

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'secrets-'))
  closers.unshift(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** An empty database, which can be opened several times, with different keys. */
interface Place {
  open(secretsKeys?: readonly SecretsKey[]): Promise<OpenStore>
  /** As an earlier version has it open. */
  openRaw(): Promise<Database>
}

const toPlace = (
  database: Parameters<typeof openStore>[0]['database'],
  openRaw: () => Promise<Database>,
): Place => ({
  async open(secretsKeys = [first]) {
    const store = await openStore({ database, secretsKeys })
    closers.push(store.close)
    return store
  },
  async openRaw() {
    const opened = await openRaw()
    closers.push(opened.close)
    return opened
  },
})

const places = {
  SQLite: async () => {
    const dataDir = await makeFolder()
    return toPlace({ kind: 'sqlite', dataDir }, () => openSqlite({ dataDir }))
  },
  Postgres: async () => {
    const url = (await server?.createSchema()) ?? ''
    return toPlace({ kind: 'postgres', url }, () => openPostgres({ url }))
  },
}

const listStored = (database: Database) =>
  database.read((db) =>
    db
      .selectFrom('notification_channels')
      .select(['id', 'settings', 'secrets'])
      .orderBy('id')
      .execute(),
  )
const readStored = async (database: Database) => JSON.stringify(await listStored(database))
const listContent = async ({ notifications }: OpenStore) =>
  (await notifications.listChannels()).map(({ kind, settings, secrets }) => ({
    kind,
    settings,
    secrets,
  }))

for (const [name, openPlace] of Object.entries(places))
  describe.skipIf(name === 'Postgres' && server === null)(`with ${name}`, () => {
    test('tokens, passwords in addresses and the push key are not readable in the database', async () => {
      const place = await openPlace()
      const store = await place.open()
      await insertSampleChannel(store.notifications, content)
      const { privateKey } = await store.notifications.getPushKeys()
      const database = await place.openRaw()
      const stored = await readStored(database)
      expect(stored).not.toContain(token)
      expect(stored).not.toContain(password)
      const keys = await database.read((db) => db.selectFrom('push_keys').selectAll().execute())
      expect(JSON.stringify(keys)).not.toContain(privateKey)
      const again = await place.open()
      expect(await listContent(again)).toEqual([content])
      expect((await again.notifications.getPushKeys()).privateKey).toBe(privateKey)
    })

    test('what an earlier version has stored is encrypted at the next start, once', async () => {
      const place = await openPlace()
      const database = await place.openRaw()
      const earlier = createStore(database).notifications
      await insertSampleChannel(earlier, content)
      await insertSampleChannel(earlier, { kind: 'discord', secrets: { webhook: 'x', token } })
      const { privateKey } = await earlier.getPushKeys()
      expect(await readStored(database)).toContain(token)
      expect(await earlier.sealSecrets()).toMatchObject({ isPlain: true })
      const stores = [await place.open(), await place.open(), await place.open()]
      await Promise.all(stores.map(({ notifications }) => notifications.sealSecrets()))
      const stored = await readStored(database)
      expect(stored).not.toContain(token)
      expect(stored).not.toContain(password)
      const [store] = stores
      expect((await store?.notifications.listChannels())?.[0]).toMatchObject(content)
      expect(await store?.notifications.getPushKeys()).toMatchObject({ privateKey })
      const none = { unreadable: [], isPushKeyUnreadable: false, problem: null, isPlain: false }
      expect(await store?.notifications.sealSecrets()).toEqual(none)
      expect(await readStored(database)).toBe(stored)
    })

    test('with another key a channel is off with a reason, nothing is lost, and its secret can be entered again', async () => {
      const place = await openPlace()
      const { notifications: before } = await place.open([first])
      const one = await insertSampleChannel(before, content)
      const two = await insertSampleChannel(before, content)
      await insertSampleChannel(before, { kind: 'ntfy', secrets: { token: null } })
      await before.getPushKeys()
      const database = await place.openRaw()
      const stored = await readStored(database)

      const { notifications: other } = await place.open([second])
      expect(await other.sealSecrets()).toEqual({
        unreadable: ['My phone', 'My phone'],
        isPushKeyUnreadable: true,
        problem: null,
        isPlain: false,
      })
      expect(await readStored(database)).toBe(stored)
      const offs = (await other.listChannels()).map(({ off }) => off?.reason ?? null)
      expect(offs).toEqual([
        expect.stringMatching(/another key.*SECRETS_KEY.*enter its secret again/),
        expect.stringMatching(/another key/),
        null,
      ])
      await expect(other.getPushKeys()).rejects.toThrow(/former one .*new-push-key/)
      // Neither its name nor its settings take the secret away.
      await other.updateChannel(one.id, { name: 'Renamed', settings: content.settings })
      await other.updateChannel(two.id, { secrets: { token: 'tk_entered_again' } })

      const { notifications: back } = await place.open([first])
      const [kept, entered] = await back.listChannels()
      expect(kept).toMatchObject({ ...content, name: 'Renamed', off: null })
      expect(entered?.off?.hasUnreadableSecrets).toBe(true)
      expect((await other.listChannels())[1]).toMatchObject({
        secrets: { token: 'tk_entered_again' },
        off: null,
      })
    })

    test('a lost push key is replaced when the owner says so', async () => {
      const place = await openPlace()
      const before = await place.open([first])
      const { id } = await insertSamplePrinter(before.printers)
      const former = await before.notifications.getPushKeys()
      const { subscription } = createBrowser('https://fcm.googleapis.com/fcm/send/a')
      await before.notifications.subscribe(id, subscription, noon)
      const { notifications: other } = await place.open([second])
      await other.replacePushKeys()
      expect((await other.getPushKeys()).publicKey).not.toBe(former.publicKey)
      expect(await other.hasSubscriptions()).toBe(false)
    })

    test('SECRETS_KEY=new,old reads both and encrypts with the new one', async () => {
      const place = await openPlace()
      const before = await place.open([first])
      await insertSampleChannel(before.notifications, content)
      const { privateKey } = await before.notifications.getPushKeys()
      const { notifications: both } = await place.open([second, first])
      expect((await both.listChannels())[0]).toMatchObject(content)
      await both.sealSecrets()
      const after = await place.open([second])
      expect(await listContent(after)).toEqual([content])
      expect(await after.notifications.getPushKeys()).toMatchObject({ privateKey })
      expect(await listContent(await place.open([first]))).not.toEqual([content])
    })

    test('what is moved to another row or changed is not decrypted', async () => {
      const place = await openPlace()
      const store = await place.open()
      const one = await insertSampleChannel(store.notifications, content)
      const two = await insertSampleChannel(store.notifications, {
        ...content,
        secrets: { token: 'tk_of-another-one' },
      })
      const database = await place.openRaw()
      const [{ secrets: ofOne } = { secrets: '' }] = await listStored(database)
      const put = (id: number, secrets: string) =>
        database.write((db) =>
          db.updateTable('notification_channels').set({ secrets }).where('id', '=', id).execute(),
        )
      await put(two.id, ofOne)
      expect((await store.notifications.listChannels()).map(({ off }) => off !== null)).toEqual([
        false,
        true,
      ])
      const last = ofOne.at(-2) === 'A' ? 'B' : 'A'
      for (const changed of [
        ofOne.slice(0, -2) + last + ofOne.slice(-1),
        ofOne.slice(0, -30),
        ofOne.slice(0, 30),
      ]) {
        await put(one.id, changed)
        const [channel] = await store.notifications.listChannels()
        expect(channel).toMatchObject({ secrets: {}, off: { hasUnreadableSecrets: true } })
      }
    })
  })

describe('with SQLite and without SECRETS_KEY', () => {
  test('the key is in a file for the site’s user alone, made when there is a secret', async () => {
    const dataDir = await makeFolder()
    const place = toPlace({ kind: 'sqlite', dataDir }, () => openSqlite({ dataDir }))
    const { notifications } = await place.open([])
    await notifications.sealSecrets()
    expect(await readdir(dataDir)).not.toContain(keyFileName)
    await insertSampleChannel(notifications, content)
    expect((await stat(join(dataDir, keyFileName))).mode & 0o777).toBe(0o600)
    expect(await notifications.sealSecrets()).toMatchObject({ isPlain: false })
  })

  test('after the start no file of DATA_DIR has a secret in readable form', async () => {
    const dataDir = await makeFolder()
    const database = { kind: 'sqlite', dataDir } as const
    const earlier = createStore(await openSqlite({ dataDir }))
    for (let count = 0; count < 3; count++)
      await insertSampleChannel(earlier.notifications, content)
    await earlier.close()
    const store = await openStore({ database })
    await store.notifications.sealSecrets()
    await store.close()
    for (const name of await readdir(dataDir)) {
      const bytes = await readFile(join(dataDir, name))
      expect(bytes.includes(token), name).toBe(false)
      expect(bytes.includes(password), name).toBe(false)
    }
  })

  test('of several processes that add their first channel at once, one makes the key', async () => {
    const dataDir = await makeFolder()
    const place = toPlace({ kind: 'sqlite', dataDir }, () => openSqlite({ dataDir }))
    const stores = await Promise.all(Array.from({ length: 6 }, () => place.open([])))
    await Promise.all(stores.map((store) => insertSampleChannel(store.notifications, content)))
    const expected = Array.from({ length: 6 }, () => content)
    for (const store of stores) expect(await listContent(store)).toEqual(expected)
    expect((await readdir(dataDir)).filter((name) => name.startsWith(keyFileName))).toHaveLength(1)
  })

  test('SECRETS_KEY takes over from the file', async () => {
    const dataDir = await makeFolder()
    const place = toPlace({ kind: 'sqlite', dataDir }, () => openSqlite({ dataDir }))
    await insertSampleChannel((await place.open([])).notifications, content)
    await (await place.open([first])).notifications.sealSecrets()
    await rm(join(dataDir, keyFileName))
    expect(await listContent(await place.open([first]))).toEqual([content])
  })
})

test.skipIf(server === null)(
  'Postgres without SECRETS_KEY works as before, and is known for it',
  async () => {
    const { open, openRaw } = await places.Postgres()
    const store = await open([])
    expect(await store.notifications.sealSecrets()).toMatchObject({ isPlain: false })
    await insertSampleChannel(store.notifications, content)
    expect(await listContent(store)).toEqual([content])
    expect(await store.notifications.sealSecrets()).toMatchObject({ isPlain: true })
    expect(await readStored(await openRaw())).toContain(token)
  },
)
