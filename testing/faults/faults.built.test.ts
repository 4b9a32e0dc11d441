import { spawnSync } from 'node:child_process'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ownFaults } from './list.ts'

/** A missing program is skipped on a person's machine; in CI the fault's own error fails the test. */
function findMissing(needs: readonly string[]): string | undefined {
  return needs.find((program) => spawnSync('which', [program]).status !== 0)
}

for (const [name, fault] of Object.entries(ownFaults))
  test(fault.promise, async ({ skip }) => {
    const missing = findMissing(fault.needs)
    skip(missing !== undefined && !process.env.CI, `${missing} is not installed.`)
    const folder = await mkdtemp(join(tmpdir(), `fault-${name}-`))
    const { tried, failures } = await fault.run({ isQuick: true, folder })
    expect(failures).toEqual([])
    expect(tried).toBeGreaterThan(0)
  })
