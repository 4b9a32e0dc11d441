import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

test('an older Node says which one is needed', () => {
  const old =
    'data:text/javascript,Object.defineProperty(process,"versions",{value:{node:"20.20.2"}})'
  const file = join(import.meta.dirname, 'load-env.mjs')
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', old, '--import', file, '--eval', 'console.error("went on")'],
    { encoding: 'utf8' },
  )
  expect(stderr).toMatch(/^This needs Node 24, .* Run: npm run setup\..*\n$/)
  expect(status).toBe(1)
})
