import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { findTool } from './find-tool.ts'
import { renderChart } from './render-chart.ts'
import { listCosts, renderRunningPage, runningPagePath } from './resources-table.ts'

const folder = join(import.meta.dirname, '../../deploy/helmfile')
const helm = findTool('helm4')
const environments = ['default', 'pi'] as const

interface Release {
  name: string
  namespace: string
  chart: string
  version?: string
  needs?: string[]
  values: string[]
}

/** As helmfile would read it: of its templates this file uses the environment's name and one condition on it. */
function readReleases(environment: string): Release[] {
  const text = readFileSync(join(folder, 'helmfile.yaml.gotmpl'), 'utf8')
    .replaceAll('{{ .Environment.Name }}', environment)
    .replaceAll(
      /^ *\{\{- if eq \.Environment\.Name "(\w+)" \}\}\n(.*?)^ *\{\{- end \}\}\n/gms,
      (_, name, body) => (name === environment ? body : ''),
    )
  expect(text).not.toContain('{{')
  const main = parseAllDocuments(text)[1]?.toJS() as { releases: Release[] } | undefined // judged below
  return main?.releases ?? []
}

test.each(environments)(
  '%s: every release is pinned, and what it needs is there',
  (environment) => {
    const releases = readReleases(environment)
    expect(releases.map(({ name }) => name)).toEqual(['kps', 'loki', 'fluent-bit', 'paparazza'])
    for (const { chart, version, values, needs = [] } of releases) {
      if (!chart.startsWith('..')) expect(version).toMatch(/^\d+\.\d+\.\d+$/)
      for (const file of values) expect(existsSync(join(folder, file)), file).toBe(true)
      const known = releases.map(({ name, namespace }) => `${namespace}/${name}`)
      for (const need of needs) expect(known).toContain(need)
    }
  },
)

test.skipIf(helm === null).each(environments)('%s: our chart takes its values', (environment) => {
  const ours = readReleases(environment).find(({ name }) => name === 'paparazza')
  const args = (ours?.values ?? []).flatMap((file) => ['-f', join(folder, file)])
  const kinds = renderChart(helm ?? '', args).objects.map(({ kind }) => kind)
  expect(kinds).toContain('ServiceMonitor')
  expect(kinds.includes('CronJob')).toBe(true)
})

test('Loki stays one small pod: nothing that its chart would add by default is left on', () => {
  const values = parse(readFileSync(join(folder, 'values/loki.yaml'), 'utf8'))
  for (const extra of ['chunksCache', 'resultsCache', 'gateway', 'lokiCanary', 'test'])
    expect(values[extra], extra).toEqual({ enabled: false })
  for (const part of ['read', 'write', 'backend']) expect(values[part]).toEqual({ replicas: 0 })
  expect(values.singleBinary.replicas).toBe(1)
})

test('docs/running.md says what all of it asks for (node testing/deploy/resources-table.ts)', () => {
  expect(readFileSync(runningPagePath, 'utf8')).toBe(renderRunningPage())
})

test('on a Pi the whole stack asks for less than the Elasticsearch of the story gave back', () => {
  const sum = (key: 'requested' | 'allowed') =>
    listCosts('pi').reduce((total, cost) => total + cost[key], 0)
  expect(sum('requested')).toBeLessThan(1300)
  expect(sum('allowed')).toBeLessThan(2500)
})
