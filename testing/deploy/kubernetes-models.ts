import type { KubernetesObject } from './render-chart.ts'

type Models = Record<string, new (data: unknown) => { validate(): void }>

/** The module with the models of each API group. */
const packages: Record<string, () => Promise<unknown>> = {
  v1: () => import('kubernetes-models/v1'),
  'apps/v1': () => import('kubernetes-models/apps/v1'),
  'batch/v1': () => import('kubernetes-models/batch/v1'),
  'policy/v1': () => import('kubernetes-models/policy/v1'),
  'networking.k8s.io/v1': () => import('kubernetes-models/networking.k8s.io/v1'),
  'gateway.networking.k8s.io/v1': () =>
    import('@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1'),
  'monitoring.coreos.com/v1': () =>
    import('@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1'),
}

/** @throws Error when a field is missing or has a wrong type; kubeconform checks for unknown fields */
export async function validateObject(object: KubernetesObject): Promise<void> {
  const { apiVersion, kind } = object
  const models = (await packages[apiVersion]?.()) as Models | undefined // a module is a record of its exports
  const Model = models?.[kind]
  if (Model === undefined) throw new Error(`There is no model of ${apiVersion} ${kind}.`)
  new Model(object).validate()
}
