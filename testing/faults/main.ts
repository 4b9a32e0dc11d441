import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { renderColumns } from '../render-columns.ts'
import { buildSite } from '../site/build.ts'
import type { Outcome } from './fault.ts'
import { faults } from './list.ts'

/*
 * npm run test:faults [-- FAULT ...] [--quick]. Produces faults against the built site and prints a table: tried, held, failed.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, help: { type: 'boolean' } },
})
if (values.help) {
  console.log(
    `npm run test:faults -- [FAULT ...] [--quick]\nFaults: ${Object.keys(faults).join(', ')}`,
  )
  process.exit()
}
const names = positionals.length > 0 ? positionals : Object.keys(faults)
const unknown = names.filter((name) => faults[name] === undefined)
if (unknown.length > 0)
  throw new Error(`Unknown fault: ${unknown}. Choose from ${Object.keys(faults).join(', ')}.`)

await buildSite()
const rows = [['', 'tried', 'held', 'failed', 's', '']]
for (const name of names) {
  const fault = faults[name]
  if (fault === undefined) continue
  const startedAt = performance.now()
  const folder = await mkdtemp(join(tmpdir(), `fault-${name}-`))
  const outcome = await fault
    .run({ isQuick: values.quick, folder })
    .catch((error: unknown): Outcome => ({ tried: 0, failures: [String(error)] }))
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  const { tried, failures, note = '' } = outcome
  const held = Math.max(0, tried - failures.length)
  const seconds = Math.round((performance.now() - startedAt) / 1000)
  rows.push([name, `${tried}`, `${held}`, `${failures.length}`, `${seconds}`, note])
  console.log(`${name}: ${fault.promise}`)
  for (const failure of failures.slice(0, 20)) console.log(`  ${failure}`)
  if (failures.length > 0) process.exitCode = 1
}
console.log(`\n${renderColumns(rows)}`)
