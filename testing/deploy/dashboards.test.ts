import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { lintDashboard } from './dashboard-lint.ts'
import {
  type Dashboard,
  dashboardFiles,
  dashboardsFolder,
  listQueries,
  readDashboards,
} from './dashboards.ts'
import { findTool, runTool } from './find-tool.ts'

const promtool = findTool('promtool')
const linter = findTool('dashboard-linter')
const dashboards = readDashboards()

test('each dashboard has its own address, each panel a title, a sentence, a unit and a query', () => {
  expect(dashboards).toHaveLength(5)
  expect(new Set(dashboards.map(({ uid }) => uid)).size).toBe(dashboards.length)
  for (const { title, panels } of dashboards)
    for (const panel of panels) {
      expect(panel.title).not.toBe('')
      expect(panel.description, `${title}: ${panel.title}`).toMatch(/\.$/)
      if (panel.type !== 'logs') expect(panel.fieldConfig.defaults.unit).toMatch(/./)
      expect(panel.targets).not.toEqual([])
    }
})

test('the dashboards query no metric of the site that docs/metrics.md does not list', () => {
  const documented = readFileSync(join(import.meta.dirname, '../../docs/metrics.md'), 'utf8')
  const names = listQueries().flatMap(
    ({ expr }) => expr.match(/(?<![:\w])paparazza_[a-z_]+/g) ?? [],
  )
  expect(names.length).toBeGreaterThan(20)
  for (const name of names)
    expect(documented).toContain(`| \`${name.replace(/(?<=seconds)_(sum|count|bucket)$/, '')}\` |`)
})

test.skipIf(promtool === null)('every query is valid PromQL', () => {
  const folder = mkdtempSync(join(tmpdir(), 'panels-'))
  try {
    const queries = listQueries()
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

/** The rules that a dashboard may break. */
function listExcluded(title: string): string[] {
  const { exclusions } = parse(readFileSync(join(dashboardsFolder, '.lint'), 'utf8')) as Exclusions
  return Object.entries(exclusions)
    .filter(([, { entries }]) => entries.some(({ dashboard }) => dashboard === title))
    .map(([rule]) => rule)
}

test('the dashboards follow the rules of dashboard-linter, apart from exceptions with a reason', () => {
  for (const dashboard of dashboards) {
    const excluded = listExcluded(dashboard.title)
    const errors = lintDashboard(dashboard)
    expect(
      errors.filter(({ rule }) => !excluded.includes(rule)),
      dashboard.title,
    ).toEqual([])
    // An exception that is no longer needed would hide the next error.
    expect(excluded.filter((rule) => !errors.some((error) => error.rule === rule))).toEqual([])
  }
})

test('a dashboard that breaks the rules is reported', () => {
  const text = readFileSync(join(dashboardsFolder, 'site.json'), 'utf8')
  const broken = text
    .replaceAll('$__rate_interval', '5m')
    .replace('"editable": false', '"editable": true')
    .replaceAll('job=~\\"$job\\", ', '')
  const errors = lintDashboard(JSON.parse(broken) as Dashboard)
  expect(new Set(errors.map(({ rule }) => rule))).toEqual(
    new Set(['uneditable-dashboard', 'target-job-rule', 'target-rate-interval-rule']),
  )
})

test.skipIf(linter === null).each(dashboardFiles)('dashboard-linter: %s', (file) => {
  const path = join(dashboardsFolder, file)
  const { code, text } = runTool(linter ?? '', ['lint', '--strict', path])
  expect(text).not.toContain('[❌]')
  expect(code).toBe(0)
})
