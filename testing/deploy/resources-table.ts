import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

/* The table of `docs/running.md`, from the values that the helmfile uses: `node testing/deploy/resources-table.ts` writes it. */

const root = join(import.meta.dirname, '../..')
export const runningPagePath = join(root, 'docs/running.md')
const opening = '<!-- by testing/deploy/resources-table.ts -->\n'
const closing = '\n<!-- end -->'

type Tree = { [key: string]: Tree | string | boolean | undefined }
type Environment = 'default' | 'pi'
/** MiB. */
interface Cost {
  what: string
  perNode: boolean
  requested: number
  allowed: number
}

/** Where each program's resources stand, in the values of which chart, and whether it runs on every node. */
const programs = [
  ['Prometheus', 'kps', 'prometheus.prometheusSpec', false],
  ['its reloader', 'kps', 'prometheusOperator.prometheusConfigReloader', false],
  ['its operator', 'kps', 'prometheusOperator', false],
  ['Alertmanager', 'kps', 'alertmanager.alertmanagerSpec', false],
  ['Grafana', 'kps', 'grafana', false],
  ['its sidecar', 'kps', 'grafana.sidecar', false],
  ['kube-state-metrics', 'kps', 'kube-state-metrics', false],
  ['node exporter', 'kps', 'prometheus-node-exporter', true],
  ['Loki', 'loki', 'singleBinary', false],
  ['Fluent Bit', 'fluent-bit', '', true],
  ['the site', 'paparazza', 'web', false],
  ['the snapper', 'paparazza', 'snapper', false],
] as const

function listFiles(chart: string, environment: Environment): string[] {
  const values = 'deploy/helmfile/values'
  if (chart === 'kps') return [`${values}/kps.yaml`, `${values}/kps-${environment}.yaml`]
  if (chart !== 'paparazza') return [`${values}/${chart}.yaml`]
  const ofBoard = environment === 'pi' ? ['deploy/chart/values-pi.yaml'] : []
  return ['deploy/chart/values.yaml', ...ofBoard, `${values}/paparazza.yaml`]
}

/** As Helm merges values: maps into one another, everything else is replaced. */
function merge(below: Tree, above: Tree): Tree {
  const merged = { ...below }
  for (const [key, value] of Object.entries(above)) {
    const under = merged[key]
    const areTrees = typeof under === 'object' && typeof value === 'object'
    merged[key] = areTrees ? merge(under, value) : value
  }
  return merged
}

function descend(tree: Tree, path: string): Tree {
  const keys = path === '' ? [] : path.split('.')
  return keys.reduce((at, key) => {
    const next = at[key]
    return typeof next === 'object' ? next : {}
  }, tree)
}

function toMebibytes(quantity: unknown, where: string): number {
  const [, number, unit] = /^(\d+)(Mi|Gi)$/.exec(String(quantity)) ?? []
  if (number === undefined) throw new Error(`${where} has no memory that can be read: ${quantity}`)
  return Number(number) * (unit === 'Gi' ? 1024 : 1)
}

export function listCosts(environment: Environment): Cost[] {
  return programs.flatMap(([what, chart, path, perNode]) => {
    const values = listFiles(chart, environment)
      .map((file) => parse(readFileSync(join(root, file), 'utf8')) as Tree)
      .reduce(merge)
    const isOff = descend(values, path.split('.')[0] ?? '').enabled === false
    if (isOff) return []
    const resources = descend(descend(values, path), 'resources')
    const where = `${chart}: ${path}.resources`
    const requested = toMebibytes(descend(resources, 'requests').memory, where)
    const allowed = toMebibytes(descend(resources, 'limits').memory, where)
    return [{ what, perNode, requested, allowed }]
  })
}

export function renderTable(): string {
  const pi = listCosts('pi')
  const cluster = listCosts('default')
  const format = (cost: Cost | undefined) =>
    cost === undefined ? '' : `${cost.requested} / ${cost.allowed}`
  const rows = cluster.map((cost) => {
    const name = cost.perNode ? `${cost.what}, on each node` : cost.what
    return `| ${name} | ${format(cost)} | ${format(pi.find(({ what }) => what === cost.what))} |`
  })
  const sum = (costs: Cost[], nodes: number, key: 'requested' | 'allowed') =>
    costs.reduce((total, cost) => total + cost[key] * (cost.perNode ? nodes : 1), 0)
  const total = (costs: Cost[], nodes: number) =>
    `**${sum(costs, nodes, 'requested')} / ${sum(costs, nodes, 'allowed')}**`
  return [
    '| memory in MiB: asks / may use | default | pi |',
    '| --- | --- | --- |',
    ...rows,
    `| **sum, on 7 nodes and on 1** | ${total(cluster, 7)} | ${total(pi, 1)} |`,
  ].join('\n')
}

/** The page with the table of today in it. */
export function renderRunningPage(): string {
  const page = readFileSync(runningPagePath, 'utf8')
  const [before, rest] = page.split(opening)
  const after = rest?.split(closing)[1]
  if (before === undefined || after === undefined)
    throw new Error('docs/running.md has no place for the table')
  return before + opening + renderTable() + closing + after
}

if (import.meta.main) writeFileSync(runningPagePath, renderRunningPage())
