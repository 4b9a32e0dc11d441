import { globSync } from 'node:fs'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { runTool } from './find-tool.ts'

export const chart = join(import.meta.dirname, '../../deploy/chart')
/** The values files that the tests render the chart with. */
export const valuesFiles = [
  'values.yaml',
  'values-pi.yaml',
  ...globSync('ci/*.yaml', { cwd: chart }).sort(),
]

export interface KubernetesObject {
  apiVersion: string
  kind: string
  metadata: {
    name: string
    namespace?: string
    labels: Record<string, string>
    annotations?: Record<string, string>
  }
  spec?: unknown
  data?: Record<string, string>
}

/** The chart has no default for what only its owner can build. */
export const imageTags = ['web', 'snapper'].flatMap((part) => [
  '--set',
  `${part}.image.tag=YOUR-TAG`,
])

/** @throws Error with Helm's output when it fails */
export function renderChart(
  helm: string,
  args: readonly string[],
  release = 'paparazza',
): { text: string; objects: KubernetesObject[] } {
  // The oldest supported Kubernetes; a Helm built by `go install` would assume 1.20.
  const all = [
    'template',
    release,
    chart,
    '-n',
    'snapper',
    '--kube-version',
    '1.27.0',
    ...imageTags,
    ...args,
  ]
  const { code, text } = runTool(helm, all)
  if (code !== 0) throw new Error(text)
  const objects = parseAllDocuments(text)
    .map((document) => document.toJS() as KubernetesObject | null) // Helm renders some empty ones
    .filter((object) => object !== null)
  return { text, objects }
}

export interface PodSpec {
  restartPolicy?: string
  automountServiceAccountToken?: boolean
  securityContext?: Record<string, unknown>
  containers: Container[]
  initContainers?: Container[]
  volumes?: Record<string, unknown>[]
  terminationGracePeriodSeconds?: number
}

export interface Container {
  name: string
  image: string
  args?: string[]
  command?: string[]
  env?: { name: string; value?: string; valueFrom?: unknown }[]
  livenessProbe?: unknown
  readinessProbe?: unknown
  startupProbe?: unknown
  resources?: { requests?: Record<string, string>; limits?: Record<string, string> }
  securityContext?: Record<string, unknown>
  volumeMounts?: Record<string, unknown>[]
}

interface Templated {
  template: { metadata: { labels: Record<string, string> }; spec: PodSpec }
}

/** The pod that an object starts, with its labels; `null` if it starts none. */
export function getPod(
  object: KubernetesObject,
): { labels: Record<string, string>; spec: PodSpec } | null {
  // The tests check the fields of these casts.
  if (object.kind === 'Pod') return { labels: object.metadata.labels, spec: object.spec as PodSpec }
  const templated =
    object.kind === 'CronJob'
      ? (object.spec as { jobTemplate: { spec: Templated } }).jobTemplate.spec
      : object.kind === 'Deployment' || object.kind === 'Job'
        ? (object.spec as Templated)
        : null
  if (templated === null) return null
  return { labels: templated.template.metadata.labels, spec: templated.template.spec }
}
