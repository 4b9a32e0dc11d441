import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { lintDashboard } from './dashboard-lint.ts'
import { dashboards, dashboardsFolder, renderDashboards } from './dashboards/main.ts'
import { listQueries } from './dashboards/queries.ts'
import { findTool, runTool } from './find-tool.ts'
import { readMetricsPage } from './metrics-doc.ts'

const promtool = findTool('promtool')
const linter = findTool('dashboard-linter')
const rendered = renderDashboards()

test('the dashboards are those of their sources (node testing/deploy/dashboards/main.ts)', () => {
  expect(
    readdirSync(dashboardsFolder)
      .filter((name) => name.endsWith('.json'))
      .sort(),
  ).toEqual(rendered.map(([file]) => file).sort())
  for (const [file, text] of rendered)
    expect(readFileSync(join(dashboardsFolder, file), 'utf8') === text, file).toBe(true)
})

test('each dashboard has an address of its own, each panel a title, a sentence and a unit', () => {
  const all = Object.values(dashboards)
  expect(new Set(all.map(({ uid }) => uid)).size).toBe(all.length)
  for (const { title, panels } of all)
    for (const panel of panels) {
      expect(panel.description, `${title}: ${panel.title}`).toMatch(/\.$/)
      expect(panel.unit).not.toBe('')
      expect(panel.queries).not.toEqual([])
    }
})

test('the panels ask for no metric of ours that the site doesn’t tell', () => {
  const known = readMetricsPage()
  const named = listQueries(dashboards).flatMap(
    ({ expr }) => expr.match(/(?<![:\w])paparazza_[a-z_]+/g) ?? [],
  )
  expect(named.length).toBeGreaterThan(20)
  for (const name of named)
    expect(known).toContain(`| \`${name.replace(/(?<=seconds)_(sum|count|bucket)$/, '')}\` |`)
})

test.skipIf(promtool === null)('every expression is PromQL', () => {
  const folder = mkdtempSync(join(tmpdir(), 'panels-'))
  try {
    const queries = listQueries(dashboards)
    const rules = queries.map(({ expr }, index) => ({ record: `panel:query${index}`, expr }))
    const file = join(folder, 'panels.yaml')
    writeFileSync(file, stringify({ groups: [{ name: 'panels', rules }] }))
    const { code, text } = runTool(promtool ?? '', ['check', 'rules', file])
    expect(text).toContain(`${queries.length} rules found`)
    expect(code).toBe(0)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

interface Exclusions {
  exclusions: Record<string, { reason: string; entries: { dashboard: string }[] }>
}

/** Rules that a dashboard is let off, by its title. */
function listExcluded(title: string): string[] {
  const { exclusions } = parse(readFileSync(join(dashboardsFolder, '.lint'), 'utf8')) as Exclusions
  return Object.entries(exclusions)
    .filter(([, { entries }]) => entries.some(({ dashboard }) => dashboard === title))
    .map(([rule]) => rule)
}

test('the rules of dashboard-linter hold, but for what is let off with a reason', () => {
  for (const [file, text] of rendered) {
    const { title } = JSON.parse(text) as { title: string }
    const excluded = listExcluded(title)
    const faults = lintDashboard(text)
    expect(
      faults.filter(({ rule }) => !excluded.includes(rule)),
      file,
    ).toEqual([])
    // An exception that is no longer needed hides the next fault.
    expect(excluded.filter((rule) => !faults.some((fault) => fault.rule === rule))).toEqual([])
  }
})

test('a dashboard that breaks the rules is told so', () => {
  const [, text = ''] = rendered.find(([file]) => file === 'site.json') ?? []
  const broken = text
    .replaceAll('$__rate_interval', '5m')
    .replace('"editable": false', '"editable": true')
    .replaceAll('job=~\\"$job\\", ', '')
  expect(new Set(lintDashboard(broken).map(({ rule }) => rule))).toEqual(
    new Set(['uneditable-dashboard', 'target-job-rule', 'target-rate-interval-rule']),
  )
})

test.skipIf(linter === null).each(rendered.map(([file]) => file))(
  'dashboard-linter: %s',
  (file) => {
    const path = join(dashboardsFolder, file)
    const { code, text } = runTool(linter ?? '', ['lint', '--strict', path])
    expect(text).not.toContain('[❌]')
    expect(code).toBe(0)
  },
)
