import { createWriteStream } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openStore } from '#lib/storage/db/open-store.ts'
import { keyFileName, readKeyFile } from '#lib/storage/db/secrets/key-file.ts'
import { createSecretsKey, type SecretsKey } from '#lib/storage/db/secrets/secrets-key.ts'
import { startOrSkip } from '#lib/storage/db/testing/real-server.ts'
import { insertSampleChannel } from '#lib/storage/db/testing/sample-channel.ts'
import { startPostgres } from '../../testing/postgres/postgres-server.ts'
import { makeBackup } from './make-backup.ts'
import { restoreBackup } from './restore-backup.ts'
import { makeFolder, makeLocation, openStoreAt } from './site.fixture.ts'
import { writeArchive } from './write-archive.ts'

const postgres = await startOrSkip('Postgres', () => startPostgres())
afterAll(() => postgres?.stop())

const [first, second] = [createSecretsKey(), createSecretsKey()]
const content = { kind: 'ntfy', settings: { topic: 'printer' }, secrets: { token: 'tk_secret' } }

/** A site with a channel and a key for push services, and its backup as a folder or an archive. */
async function backUp(kind: 'folder' | 'archive', keys: readonly SecretsKey[] = []) {
  const location = await makeLocation()
  const { notifications } = await openStoreAt(location, keys)
  await insertSampleChannel(notifications, content)
  const { privateKey } = await notifications.getPushKeys()
  const folder = await makeFolder()
  if (kind === 'folder') await makeBackup(location, folder)
  const path = kind === 'folder' ? folder : join(folder, 'site.tar')
  if (kind === 'archive') await writeArchive(location, createWriteStream(path))
  return { location, path, privateKey }
}

describe('a restore loses no secret', () => {
  test.each(['folder', 'archive'] as const)('of a %s, into an empty folder', async (kind) => {
    const { path, privateKey } = await backUp(kind)
    const location = await makeLocation()
    expect(await restoreBackup(location, path, null)).toMatchObject({ unreadable: [] })
    const { notifications } = await openStoreAt(location)
    expect(await notifications.listChannels()).toMatchObject([{ ...content, off: null }])
    expect(await notifications.getPushKeys()).toMatchObject({ privateKey })
  })

  test('into a folder with another site, whose key stays in use', async () => {
    const { path } = await backUp('folder')
    const location = await makeLocation()
    const other = await openStore({ database: { kind: 'sqlite', dataDir: location.dataDir } })
    await insertSampleChannel(other.notifications, content)
    await other.close()
    const before = await readKeyFile(location.dataDir)
    await restoreBackup(location, path, null, { movesAside: true })
    const { notifications } = await openStoreAt(location)
    expect(await notifications.listChannels()).toMatchObject([{ ...content, off: null }])
    expect((await readKeyFile(location.dataDir))[0]).toEqual(before[0])
    const names = await readdir(location.dataDir)
    const aside = join(location.dataDir, names.find((name) => name.startsWith('replaced-')) ?? '')
    expect(await readKeyFile(aside)).toEqual(before)
  })

  test.skipIf(postgres === null)('into Postgres, with SECRETS_KEY or without', async () => {
    const { path, privateKey } = await backUp('archive')
    for (const secretsKeys of [[], [first]]) {
      const database = { kind: 'postgres', url: (await postgres?.createDatabase()) ?? '' } as const
      const location = { ...(await makeLocation(database)), secretsKeys }
      expect(await restoreBackup(location, path, null)).toMatchObject({ unreadable: [] })
      const { notifications } = await openStoreAt(location, secretsKeys)
      expect(await notifications.listChannels()).toMatchObject([{ ...content, off: null }])
      expect(await notifications.getPushKeys()).toMatchObject({ privateKey })
    }
  })
})

test('a restore with another SECRETS_KEY names the channels, and changes nothing of them', async () => {
  const { path } = await backUp('folder', [first])
  const location = await makeLocation()
  const restored = await restoreBackup({ ...location, secretsKeys: [second] }, path, null)
  expect(restored.unreadable).toEqual(['My phone'])
  const { notifications } = await openStoreAt(location, [first])
  expect(await notifications.listChannels()).toMatchObject([{ ...content, off: null }])
})

test('a damaged key file ends no backup: it has all but the keys, and says so', async () => {
  const { location, path } = await backUp('folder')
  await writeFile(join(location.dataDir, keyFileName), 'damaged')
  const later = new Date(Date.now() + 5_000)
  const made = await makeBackup(location, path, later)
  expect(made.keyProblem).toMatch(/secrets.key is damaged/)
  expect(await readdir(made.path)).not.toContain(keyFileName)
  const restored = await restoreBackup(await makeLocation(), path, null)
  expect(restored.unreadable).toEqual(['My phone'])
  const archive = createWriteStream(join(await makeFolder(), 'site.tar'))
  await expect(writeArchive(location, archive)).rejects.toThrow(/secrets.key is damaged/)
})

describe('a restore with --move-aside', () => {
  /** A site whose database is still there after a restore was refused. */
  async function openOther() {
    const location = await makeLocation()
    const { notifications, close } = await openStore({
      database: { kind: 'sqlite', dataDir: location.dataDir },
    })
    await insertSampleChannel(notifications, content)
    await close()
    return location
  }

  test('changes nothing where the backup’s key file is damaged', async () => {
    const { path } = await backUp('folder')
    const [name = ''] = (await readdir(path)).filter((each) => each.startsWith('2'))
    await writeFile(join(path, name, keyFileName), 'damaged')
    const location = await openOther()
    const before = await readdir(location.dataDir)
    await expect(restoreBackup(location, path, null, { movesAside: true })).rejects.toThrow(
      /secrets.key is damaged/,
    )
    expect((await readdir(location.dataDir)).filter((each) => each !== 'tmp')).toEqual(before)
  })

  test('moves a damaged key file aside, too: the backup’s takes its place', async () => {
    const { path } = await backUp('folder')
    const location = await openOther()
    await writeFile(join(location.dataDir, keyFileName), 'damaged')
    const restored = await restoreBackup(location, path, null, { movesAside: true })
    expect(restored.unreadable).toEqual([])
    const { notifications } = await openStoreAt(location)
    expect(await notifications.listChannels()).toMatchObject([{ ...content, off: null }])
    const names = await readdir(location.dataDir)
    const aside = join(location.dataDir, names.find((name) => name.startsWith('replaced-')) ?? '')
    expect(await readFile(join(aside, keyFileName), 'utf8')).toBe('damaged')
  })

  test('without it, a damaged key file stops the restore before anything is written', async () => {
    const { path } = await backUp('folder')
    const location = await makeLocation()
    await writeFile(join(location.dataDir, keyFileName), 'damaged')
    await expect(restoreBackup(location, path, null)).rejects.toThrow(/secrets.key is damaged/)
    expect(await readdir(location.dataDir)).toEqual([keyFileName])
  })
})
