import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { getRegistry } from '#lib/metrics/registry.ts'
import { findTool } from './find-tool.ts'
import { readMetricsPage, renderMetricsPage } from './metrics-doc.ts'

const promtool = findTool('promtool')
// prom-client tells fewer things of a process elsewhere.
const isLinux = process.platform === 'linux'
const page = await renderMetricsPage()

test.skipIf(!isLinux)(
  'docs/metrics.md says what the site tells (node testing/deploy/metrics-doc.ts)',
  () => {
    expect(readMetricsPage()).toBe(page)
  },
)

test('every metric of ours has its unit in its name and a sentence', () => {
  const rows = page.split('\n').filter((line) => line.startsWith('| `paparazza_'))
  expect(rows.length).toBeGreaterThan(25)
  for (const row of rows) expect(row).toMatch(/ [A-Z1].*\. \|$/)
})

test.skipIf(promtool === null)('promtool finds nothing to say about our metrics', async () => {
  const input = await getRegistry().metrics()
  const { stdout, stderr } = spawnSync(promtool ?? '', ['check', 'metrics'], {
    input,
    encoding: 'utf8',
  })
  const ours = `${stdout}${stderr}`.split('\n').filter((line) => line.includes('paparazza_'))
  expect(ours).toEqual([])
})
