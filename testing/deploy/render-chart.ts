import { globSync } from 'node:fs'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { runTool } from './find-tool.ts'

export const chart = join(import.meta.dirname, '../../deploy/chart')
/** Every set of values that the chart is tried with. */
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

/** @throws Error with Helm's own words where it refuses */
export function renderChart(
  helm: string,
  args: readonly string[],
  release = 'paparazza',
): { text: string; objects: KubernetesObject[] } {
  // The oldest Kubernetes that we promise; a Helm built by `go install` believes in 1.20.
  const all = ['template', release, chart, '-n', 'snapper', '--kube-version', '1.27.0', ...args]
  const { code, text } = runTool(helm, all)
  if (code !== 0) throw new Error(text)
  const objects = parseAllDocuments(text)
    .map((document) => document.toJS() as KubernetesObject | null) // Helm leaves empty ones
    .filter((object) => object !== null)
  return { text, objects }
}

export interface PodSpec {
  restartPolicy?: string
  automountServiceAccountToken?: boolean
  securityContext?: Record<string, unknown>
  containers: Container[]
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
}

interface Templated {
  template: { metadata: { labels: Record<string, string> }; spec: PodSpec }
}

/** The pods that an object starts, with their labels. */
export function getPod(
  object: KubernetesObject,
): { labels: Record<string, string>; spec: PodSpec } | null {
  // What is read of a rendered object is what a test then judges.
  if (object.kind === 'Pod') return { labels: object.metadata.labels, spec: object.spec as PodSpec }
  const templated =
    object.kind === 'CronJob'
      ? (object.spec as { jobTemplate: { spec: Templated } }).jobTemplate.spec
      : object.kind === 'Deployment'
        ? (object.spec as Templated)
        : null
  if (templated === null) return null
  return { labels: templated.template.metadata.labels, spec: templated.template.spec }
}
