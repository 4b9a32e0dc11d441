import { spawnSync } from 'node:child_process'
import { chownSync, globSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeFolder, makeLocation, openSite } from './backup/site.fixture.ts'

const uid = 12_345
const isRoot = process.getuid?.() === 0

function run(command: string, dataDir: string, ...args: string[]) {
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, `${command}.ts`), ...args],
    { encoding: 'utf8', env: { NODE_ENV: 'production', DATA_DIR: dataDir } },
  )
  return { status, stderr }
}

test.skipIf(!isRoot)(
  'commands that run as root leave the folders of the site’s user to that user',
  async () => {
    const [backups, dataDir] = [await makeFolder(), await makeFolder()]
    for (const folder of [backups, dataDir]) chownSync(folder, uid, uid)
    const site = await openSite(await makeLocation())
    await site.report(1)
    const commands: [string, ...string[]][] = [
      [site.location.dataDir, 'backup/backup', '--to', backups],
      [dataDir, 'backup/restore', '--from', backups],
      [dataDir, 'backup/fsck', '--from', backups],
      [dataDir, 'printers/main', 'add', 'Another'],
    ]
    for (const [folder, command = '', ...args] of commands)
      expect(run(command, folder, ...args), command).toMatchObject({ status: 0 })
    for (const folder of [backups, dataDir]) {
      const files = globSync('**/*', { cwd: folder })
      expect(files.length).toBeGreaterThan(3)
      for (const file of files) expect(statSync(join(folder, file)).uid, file).toBe(uid)
    }
  },
)

test.skipIf(!isRoot)('a restore into a folder that root has made says whose it is', async () => {
  const backups = await makeFolder()
  const site = await openSite(await makeLocation())
  run('backup/backup', site.location.dataDir, '--to', backups)
  const dataDir = join(await makeFolder(), 'new')
  const { status, stderr } = run('backup/restore', dataDir, '--from', backups)
  expect(stderr).toContain(`chown -R USER ${dataDir}`)
  expect(status).toBe(0)
})
