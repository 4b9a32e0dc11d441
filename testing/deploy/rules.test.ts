import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { findTool, runTool } from './find-tool.ts'

const root = join(import.meta.dirname, '../..')
const files = globSync('deploy/chart/files/rules/*.yaml', { cwd: root }).sort()
const tests = globSync('testing/deploy/rules/*.test.yaml', { cwd: root }).sort()
const promtool = findTool('promtool')

interface Rule {
  alert?: string
  record?: string
  expr: string
  annotations?: Record<string, string>
}

const rules = files.flatMap((file) => {
  const { groups } = parse(readFileSync(join(root, file), 'utf8')) as {
    groups: { rules: Rule[] }[]
  }
  return groups.flatMap((group) => group.rules)
})
const alerts = rules.flatMap(({ alert }) => alert ?? [])

describe.skipIf(promtool === null)('promtool', () => {
  test.each(files)('%s is valid', (file) => {
    const { code, text } = runTool(promtool ?? '', ['check', 'rules', file], root)
    expect(text).toContain('SUCCESS')
    expect(code).toBe(0)
  })

  test.each(tests)('%s: the expected alerts fire, and no others', (file) => {
    const { code, text } = runTool(promtool ?? '', ['test', 'rules', file], root)
    expect(text).toContain('SUCCESS')
    expect(code).toBe(0)
  })
})

test('every alert has a test case in which it fires and one in which it does not', () => {
  const firing = new Set<string>()
  const quiet = new Set<string>()
  for (const file of tests) {
    const text = readFileSync(join(root, file), 'utf8')
    for (const { name, isQuiet } of listCases(text)) (isQuiet ? quiet : firing).add(name)
  }
  expect([...firing].sort()).toEqual([...alerts].sort())
  expect([...quiet].sort()).toEqual([...alerts].sort())
})

test('every alert has a runbook page of its own', () => {
  const pages = rules.flatMap(({ annotations }) => annotations?.runbook_url ?? [])
  expect(new Set(pages).size).toBe(alerts.length)
  for (const { alert, annotations } of rules.filter((rule) => rule.alert !== undefined)) {
    const page = readFileSync(join(root, annotations?.runbook_url ?? ''), 'utf8')
    expect(page.split('\n')[0], basename(annotations?.runbook_url ?? '')).toBe(`# ${alert}`)
  }
})

test('the rules use no metric of the site that docs/metrics.md does not list', () => {
  const documented = readFileSync(join(root, 'docs/metrics.md'), 'utf8')
  const names = rules.flatMap(({ expr }) => expr.match(/(?<![:\w])paparazza_[a-z_]+/g) ?? [])
  expect(names.length).toBeGreaterThan(8)
  for (const name of names) expect(documented).toContain(`| \`${name}\` |`)
})

interface Case {
  expr?: string
  alertname?: string
  exp_samples?: { labels: string }[]
  exp_alerts?: unknown[]
}

function listCases(text: string): { name: string; isQuiet: boolean }[] {
  const { tests: groups } = parse(text) as {
    tests: { promql_expr_test?: Case[]; alert_rule_test?: Case[] }[]
  }
  const cases = groups.flatMap((group) => [
    ...(group.promql_expr_test ?? []),
    ...(group.alert_rule_test ?? []),
  ])
  return cases.flatMap(({ expr = '', alertname, exp_samples, exp_alerts }) => {
    const name = alertname ?? /alertname="(\w+)"/.exec(expr)?.[1]
    const isQuiet = (exp_samples ?? exp_alerts ?? []).length === 0
    if (name !== undefined) return [{ name, isQuiet }]
    return (exp_samples ?? []).flatMap(({ labels }) => {
      const alert = /alertname="(\w+)"/.exec(labels)?.[1]
      return alert === undefined ? [] : [{ name: alert, isQuiet: false }]
    })
  })
}
