import { lstat, mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openStore } from '../open-store.ts'
import { insertSampleChannel } from '../testing/sample-channel.ts'
import { keyFileName } from './key-file.ts'

const content = { kind: 'ntfy', settings: { topic: 'printer' }, secrets: { token: 'tk_secret' } }

test.each<[string, (path: string) => Promise<unknown>, RegExp]>([
  ['is empty', (path) => writeFile(path, ''), /is damaged. Put the one of a backup in its place/],
  ['is damaged', (path) => writeFile(path, 'damaged'), /is damaged/],
  [
    'is cut off',
    async (path) => writeFile(path, (await readFile(`${path}.former`)).subarray(0, 30)),
    /is damaged/,
  ],
  ['is a folder', (path) => mkdir(path), /can’t be read \(EISDIR\)/],
  ['leads to itself', (path) => symlink(path, path), /can’t be read \(ELOOP\)/],
  [
    'is a link to a disk that isn’t mounted',
    (path) => symlink(`${path}.absent`, path),
    /can’t be read \(ENOENT\)/,
  ],
])(
  'a key file that %s is not replaced, and says so; the site runs, and works again with the former one',
  async (_, damage, reason) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'secrets-'))
    onTestFinished(() => rm(dataDir, { recursive: true, force: true }))
    const { notifications, close } = await openStore({ database: { kind: 'sqlite', dataDir } })
    onTestFinished(close)
    await insertSampleChannel(notifications, content)
    const { privateKey } = await notifications.getPushKeys()
    const path = join(dataDir, keyFileName)
    await rename(path, `${path}.former`)
    await damage(path)
    const before = await lstat(path)

    const [channel] = await notifications.listChannels()
    expect(channel?.off).toMatchObject({
      hasUnreadableSecrets: true,
      reason: expect.stringMatching(reason),
    })
    expect(channel?.off?.reason).toContain(path)
    expect(await notifications.sealSecrets()).toMatchObject({
      unreadable: ['My phone'],
      problem: expect.stringMatching(reason),
    })
    await expect(notifications.getPushKeys()).rejects.toThrow(reason)
    await expect(insertSampleChannel(notifications, content)).rejects.toThrow(reason)
    expect((await lstat(path)).ino).toBe(before.ino)

    await rm(path, { recursive: true })
    await rename(`${path}.former`, path)
    expect(await notifications.listChannels()).toMatchObject([{ ...content, off: null }])
    expect(await notifications.getPushKeys()).toMatchObject({ privateKey })
  },
)
