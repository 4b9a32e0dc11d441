import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { findTool } from './find-tool.ts'
import { renderChart } from './render-chart.ts'

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

/** Reads the helmfile as helmfile does: its only templates are the environment's name and one condition on it. */
function readReleases(environment: string): Release[] {
  const text = readFileSync(join(folder, 'helmfile.yaml.gotmpl'), 'utf8')
    .replaceAll('{{ .Environment.Name }}', environment)
    .replaceAll('{{ requiredEnv "TAG" | quote }}', '"0.0.0-0123456789"')
    .replaceAll(
      /^ *\{\{- if eq \.Environment\.Name "(\w+)" \}\}\n(.*?)^ *\{\{- end \}\}\n/gms,
      (_, name, body) => (name === environment ? body : ''),
    )
  expect(text).not.toContain('{{')
  const main = parseAllDocuments(text)[1]?.toJS() as { releases: Release[] } | undefined // checked below
  return main?.releases ?? []
}

test.each(environments)(
  '%s: every release is pinned, and its dependencies and files exist',
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

test.skipIf(helm === null).each(environments)(
  '%s: the chart renders with its values',
  (environment) => {
    const release = readReleases(environment).find(({ name }) => name === 'paparazza')
    const args = (release?.values ?? []).flatMap((file) => ['-f', join(folder, file)])
    const kinds = renderChart(helm ?? '', args).objects.map(({ kind }) => kind)
    expect(kinds).toContain('ServiceMonitor')
    expect(kinds).toContain('Deployment')
  },
)

test('Loki is one small pod: everything that its chart adds by default is off', () => {
  const values = parse(readFileSync(join(folder, 'values/loki.yaml'), 'utf8'))
  for (const extra of ['chunksCache', 'resultsCache', 'gateway', 'lokiCanary', 'test'])
    expect(values[extra], extra).toEqual({ enabled: false })
  for (const part of ['read', 'write', 'backend']) expect(values[part]).toEqual({ replicas: 0 })
  expect(values.singleBinary.replicas).toBe(1)
})

type Tree = { [key: string]: Tree | string | boolean | undefined }

/** Merges values as Helm does: maps recursively, everything else is replaced. */
function merge(below: Tree, above: Tree): Tree {
  const merged = { ...below }
  for (const [key, value] of Object.entries(above)) {
    const under = merged[key]
    const areTrees = typeof under === 'object' && typeof value === 'object'
    merged[key] = areTrees ? merge(under, value) : value
  }
  return merged
}

/** The `resources` of all containers that are switched on; those of volumes have no limits. */
function listResources(values: Tree): Tree[] {
  // git-sync runs only where there is a repository.
  if (values.enabled === false || values.repository === '') return []
  return Object.entries(values).flatMap(([key, value]) => {
    if (typeof value !== 'object') return []
    const found = key === 'resources' && 'limits' in value ? [value] : listResources(value)
    // Grafana has one for dashboards and one for data sources.
    return key === 'sidecar' ? [...found, ...found] : found
  })
}

test('on a Pi the whole stack requests less memory than an Elasticsearch needs, as docs/running.md says', () => {
  const read = (file: string) => parse(readFileSync(join(folder, 'values', file), 'utf8')) as Tree
  const charts = [
    ['kps.yaml', 'kps-pi.yaml'],
    ['loki.yaml'],
    ['fluent-bit.yaml'],
    ['../../chart/values.yaml', '../../chart/values-pi.yaml', 'paparazza.yaml'],
  ]
  const resources = charts.flatMap((files) => listResources(files.map(read).reduce(merge)))
  const [requested, allowed] = (['requests', 'limits'] as const).map((kind) =>
    resources.reduce((total, each) => {
      const { memory } = each[kind] as { memory: string }
      const [, number, unit] = /^(\d+)(Mi|Gi)$/.exec(memory) ?? []
      return total + Number(number) * (unit === 'Gi' ? 1024 : 1)
    }, 0),
  )
  expect(requested).toBeLessThan(1300)
  expect(allowed).toBeLessThan(2500)
  const page = readFileSync(join(folder, '../../docs/running.md'), 'utf8')
  expect(page).toContain(`| **${requested} / ${allowed}** |`)
})
