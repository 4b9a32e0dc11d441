import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'usage-'))
afterAll(() => rmSync(folder, { recursive: true }))

function run(command: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, `${command}.ts`), ...args],
    {
      encoding: 'utf8',
      env: { NODE_ENV: 'production', DATA_DIR: join(folder, 'data') },
    },
  )
  return { status, stdout, stderr }
}

describe.each(['backup', 'restore', 'fsck'])('npm run %s', (command) => {
  test('--help says how it is used, and that is a success', () => {
    const { status, stdout, stderr } = run(command, '--help')
    expect(stderr).toBe('')
    expect(stdout).toMatch(new RegExp(`^npm run ${command} -- `))
    expect(status).toBe(0)
  })

  test('a wrong option is told by its name, with the usage, and nothing is done', () => {
    const { status, stdout, stderr } = run(command, '--form', folder)
    expect(stderr).toContain("'--form'")
    expect(stderr).toContain(`npm run ${command} -- `)
    expect(stdout).toBe('')
    expect(status).toBe(2)
    expect(existsSync(join(folder, 'data'))).toBe(false)
  })
})

test.each([
  ['backup', [], '--to FOLDER'],
  ['backup', ['--to', join(folder, 'new'), '--keep', 'all'], '--keep all is no number'],
  ['backup', ['--to', join(folder, 'new'), '--keep', '0'], '--keep 0 is no number'],
  ['restore', [], '--from FOLDER'],
])('%s %j says what is missing', (command, args, said) => {
  const { status, stderr } = run(command, ...args)
  expect(stderr.split('\n')[0]).toContain(said)
  expect(status).toBe(2)
  expect(readdirSync(folder)).toEqual([])
})
