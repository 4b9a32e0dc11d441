import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeEach, expect, test } from 'vitest'
import { mountSmallDisk } from '#lib/storage/blobs/small-disk.fixture.ts'
import { describePermission } from './describe-permission.ts'
import { requireDataDir } from './require-data-dir.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'data-dir-'))
  return () => rm(folder, { recursive: true })
})

test('a missing folder is made, a full disk is accepted', async () => {
  await requireDataDir(join(folder, 'a/b'))
  await requireDataDir(join(folder, 'a/b'))
  const disk = await mountSmallDisk(1)
  if (disk === null) return
  await writeFile(join(disk.path, 'all'), Buffer.alloc(2 ** 20)).catch(() => undefined)
  await requireDataDir(disk.path).finally(disk.unmount)
})

test('a file, a link to nothing and a read-only disk are named', async () => {
  await writeFile(join(folder, 'file'), '')
  await symlink('nowhere', join(folder, 'link'))
  await expect(requireDataDir(join(folder, 'file'))).rejects.toThrow(/\/file\) .*not a folder/)
  await expect(requireDataDir(join(folder, 'file/data'))).rejects.toThrow(/not a folder/)
  await expect(requireDataDir(join(folder, 'link'))).rejects.toThrow(/not a folder|leads to/)
  const disk = await mountSmallDisk(1)
  if (disk === null) return
  await disk.setReadOnly(true)
  await expect(requireDataDir(disk.path).finally(disk.unmount)).rejects.toThrow(/disk is read-only/)
})

test.each(['', 'paparazza.sqlite'])(
  'the command that gives this user the folder is named: not writable is %j',
  async (part) => {
    const dataDir = join(folder, 'data')
    await mkdir(dataDir)
    await chmod(folder, 0o755)
    if (part !== '') await writeFile(join(dataDir, part), '')
    await chmod(join(dataDir, part), part === '' ? 0o555 : 0o444)
    const script = `import { requireDataDir } from ${JSON.stringify(join(import.meta.dirname, 'require-data-dir.ts'))}
      await requireDataDir(${JSON.stringify(dataDir)}).catch((error) => console.log(error.message))`
    // Root may write anywhere.
    const isRoot = process.getuid?.() === 0
    if (isRoot && part !== '') await chmod(dataDir, 0o777)
    const user = isRoot ? { uid: 65_534, gid: 65_534 } : {}
    const args = ['--input-type=module', '-e', script]
    const { stdout } = await promisify(execFile)(process.execPath, args, user)
    expect(stdout).toMatch(/^DATA_DIR \(.*\) can't be used: user \d+ can't write into it\. /)
    expect(stdout).toContain(`sudo chown -R ${isRoot ? 65_534 : process.getuid?.()}`)
  },
)

test('in a container the command is for the host', () => {
  expect(describePermission('/data', true)).toMatch(
    /On the host run sudo chown -R \d+ FOLDER, with the folder that is mounted at \/data/,
  )
})
