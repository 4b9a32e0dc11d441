import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { addDeprecatedNames } from './deprecated-names.ts'
import { addHistoryGauges } from './history-metrics.ts'
import { countHttpError, observeRender } from './record.ts'
import { getRegistry } from './registry.ts'

function listValues(text: string, name: string): string[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith(name))
    .map((line) => line.slice(name.length))
}

test.each([
  ['paparazza_refusals_total', 'paparazza_http_errors_total'],
  ['paparazza_image_render_seconds', 'paparazza_image_render_duration_seconds'],
])('dashboards that still use %s get the values of %s', async (oldName, newName) => {
  countHttpError('not-found')
  observeRender('avif', 0.2)
  const text = await getRegistry().metrics()
  expect(listValues(text, oldName)).toEqual(listValues(text, newName))
  expect(listValues(text, oldName).length).toBeGreaterThan(0)
  const type = (name: string) => new RegExp(`^# TYPE ${name} (.*)$`, 'm').exec(text)?.[1]
  expect(type(oldName)).toBe(type(newName))
  expect(text).toContain(`# HELP ${oldName} Deprecated: use ${newName}.`)
})

test('a gauge has the same value under its old name, also when it is counted at the scrape', async () => {
  const registry = new Registry()
  addDeprecatedNames(registry)
  const source = {
    retention: { listTotals: async () => new Map([[3, { pictures: 0, bytes: 0 }]]) },
  }
  addHistoryGauges(source, { dataDir: '.', maxBytes: 5 }, registry)
  const text = await registry.metrics()
  expect(text).toContain('\npaparazza_kept_pictures{printer="3"} 0\n')
  expect(text).toContain('\npaparazza_kept_limit_bytes 5\n')
  expect(text).not.toMatch(/^paparazza_printer_/m)
})
