import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { listSnapperCommands } from './snapper-commands.ts'

const commands = listSnapperCommands({
  siteUrl: 'https://example.org',
  printerId: 7,
  token: 'ppz_secret',
})

test.each(commands)('$name: a shell can read it, with the address and the token', ({ code }) => {
  const { status, stderr } = spawnSync('sh', ['-n'], { input: code, encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(status).toBe(0)
  expect(code.split('ppz_secret')).toHaveLength(2)
  expect(code).toContain('https://example.org/api/3dprinter/7/')
})
