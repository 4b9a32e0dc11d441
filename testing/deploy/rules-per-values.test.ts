import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { findTool, runTool } from './find-tool.ts'
import { chart, renderChart, valuesFiles } from './render-chart.ts'

const helm = findTool('helm4')
const promtool = findTool('promtool')

interface Values {
  web?: { enabled?: boolean; backup?: { enabled?: boolean } }
  snapper?: { enabled?: boolean; mode?: string }
}

describe.skipIf(helm === null || promtool === null).each(valuesFiles)('%s', (file) => {
  const args = ['-f', join(chart, file), '--set', 'monitoring.enabled=true']
  const { web, snapper } = parse(readFileSync(join(chart, file), 'utf8')) as Values
  const hasWeb = web?.enabled ?? true
  const rules = renderChart(helm ?? '', args).objects.filter(
    ({ kind }) => kind === 'PrometheusRule',
  )

  test('has the rules of its components', () => {
    const expected = [
      'cluster',
      ...(hasWeb ? ['site'] : []),
      ...(hasWeb && web?.backup?.enabled ? ['backup'] : []),
      ...(snapper?.enabled !== false && snapper?.mode !== 'resident' ? ['snapper'] : []),
    ]
    expect(rules.map(({ metadata }) => metadata.name).sort()).toEqual(
      expected.map((name) => `paparazza-${name}`).sort(),
    )
  })

  test('without any series, only the site that should be there is missed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'rules-'))
    try {
      const files = rules.map(({ metadata, spec }) => {
        writeFileSync(join(folder, metadata.name), stringify(spec))
        return metadata.name
      })
      const labels = '{alertname="PaparazzaSiteGone"}'
      const firing = {
        expr: 'count by (alertname) (ALERTS{alertstate="firing"})',
        eval_time: '1d',
        exp_samples: hasWeb ? [{ labels, value: 1 }] : [],
      }
      const tests = [{ interval: '1m', input_series: [], promql_expr_test: [firing] }]
      const all = { rule_files: files, evaluation_interval: '10m', tests }
      writeFileSync(join(folder, 'test.yaml'), stringify(all))
      expect(runTool(promtool ?? '', ['check', 'rules', ...files], folder).code).toBe(0)
      const { code, text } = runTool(promtool ?? '', ['test', 'rules', 'test.yaml'], folder)
      expect(text).toContain('SUCCESS')
      expect(code).toBe(0)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
