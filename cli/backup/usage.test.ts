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

test.each(['build', 'fetch-images'])('content/%s takes --help and no other argument', (command) => {
  const help = run(`../content/${command}`, '--help')
  expect([help.status, help.stderr]).toEqual([0, ''])
  expect(help.stdout).toMatch(/^npm run /)
  const { status, stderr, stdout } = run(`../content/${command}`, '--watch')
  expect([status, stdout]).toEqual([2, ''])
  expect(stderr).toContain("'--watch'")
})

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
  expect(stderr).toContain(expected)
  // The error says what to type; the usage would hide it.
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  expect(status).toBe(2)
  expect(readdirSync(folder)).toEqual([])
})
