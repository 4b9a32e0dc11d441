import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readMemory } from '../../bench/figures.ts'
import { startSite } from '../site/start-site.ts'

const folder = mkdtempSync(join(tmpdir(), 'paparazza-memory-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What `values-pi.yaml` gives the site (384 MiB), less its image process. */
const maxMb = 270

test('a site that renders page after page keeps to the memory that a Pi gives it', async () => {
  const site = await startSite({
    PORT: '0',
    METRICS_PORT: '0',
    DATA_DIR: join(folder, 'data'),
    PRINTER_NAME: 'Maker Select',
    PUBLIC_CACHE: 'off',
    MALLOC_ARENA_MAX: '1',
    MALLOC_TRIM_THRESHOLD_: '131072',
  })
  let highestMb = 0
  for (let round = 0; round < 100; round += 1) {
    for (const path of ['/', '/printers/1', '/printers/1/archive', '/blog'])
      await (await fetch(site.url + path)).arrayBuffer()
    highestMb = Math.max(highestMb, readMemory(site.pid).ownMb)
  }
  await site.stop()
  console.log(`at most ${Math.round(highestMb)} MB`)
  expect(highestMb).toBeLessThan(maxMb)
})
