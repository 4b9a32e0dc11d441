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
  test('--help prints the usage and exits with 0', () => {
    const { status, stdout, stderr } = run(command, '--help')
    expect(stderr).toBe('')
    expect(stdout).toMatch(new RegExp(`^npm run ${command} -- `))
    expect(status).toBe(0)
  })

  test('an unknown option is named, with the usage, and nothing is done', () => {
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
  ['backup', ['--to', join(folder, 'new'), '--keep', 'all'], 'not "all"'],
  ['backup', ['--to', join(folder, 'new'), '--keep', '0'], 'not "0"'],
  ['restore', [], '--from FOLDER'],
])('%s %j: the error says what is missing', (command, args, expected) => {
  const { status, stderr } = run(command, ...args)
  expect(stderr.split('\n')[0]).toContain(expected)
  expect(status).toBe(2)
  expect(readdirSync(folder)).toEqual([])
})
