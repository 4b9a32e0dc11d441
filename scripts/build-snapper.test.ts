import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

test('the snapper is one file below 120 kB that only needs Node', () => {
  execFileSync(process.execPath, ['scripts/build-snapper.ts'], { cwd: root })
  const bundle = readFileSync(`${root}dist/snapper.cjs`, 'utf8')
  expect(Buffer.byteLength(bundle)).toBeLessThan(120_000)
  const required = [...bundle.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name)
  expect(required.filter((name) => !name?.startsWith('node:') && name !== 'sharp')).toEqual([])
  const help = execFileSync(process.execPath, ['dist/snapper.cjs', '--help'], { cwd: root })
  expect(help.toString()).toMatch(/^Usage: snapper /)
})
