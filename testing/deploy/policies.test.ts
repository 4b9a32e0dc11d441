import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import packageJson from '../../package.json' with { type: 'json' }
import { findTool } from './find-tool.ts'
import {
  chart,
  getPod,
  type KubernetesObject,
  type PodSpec,
  renderChart,
  valuesFiles,
} from './render-chart.ts'

const helm = findTool('helm4')
const cases = helm === null ? [] : valuesFiles.map((file) => [file, render(file)] as const)

function render(file: string): KubernetesObject[] {
  return renderChart(helm ?? '', ['-f', join(chart, file)]).objects
}

function find(objects: KubernetesObject[], kind: string, end = ''): Record<string, unknown> {
  const found = objects.find((each) => each.kind === kind && each.metadata.name.endsWith(end))
  if (found === undefined) throw new Error(`There is no ${kind} ${end}.`)
  return found.spec as Record<string, unknown> // the test checks its shape
}

const listContainers = ({ containers, initContainers = [] }: PodSpec) => [
  ...initContainers,
  ...containers,
]

describe.skipIf(helm === null).each(cases)('%s', (file, objects) => {
  const pods = objects.flatMap((object) => {
    const pod = getPod(object)
    return pod === null ? [] : [{ object, ...pod }]
  })

  test('every pod follows the standard "restricted" and has no API token', () => {
    expect(pods.length).toBeGreaterThan(0)
    for (const { spec } of pods) {
      expect(spec.automountServiceAccountToken).toBe(false)
      expect(spec.securityContext).toMatchObject({
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      })
      expect(spec.securityContext?.runAsUser).toBeGreaterThan(9999)
      for (const { securityContext } of listContainers(spec))
        expect(securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        })
      for (const volume of spec.volumes ?? []) expect(volume).not.toHaveProperty('hostPath')
    }
  })

  test('every container has requests, limits and a fixed image', () => {
    for (const { spec } of pods)
      for (const { image, resources } of listContainers(spec)) {
        expect(image).toMatch(
          /^(?:paparazza-(?:web|snapper)(?::YOUR-TAG|@sha256:[0-9a-f]{64})|registry\.k8s\.io\/git-sync\/git-sync:v4\.\d+\.\d+)$/,
        )
        expect(Object.keys(resources?.requests ?? {})).toEqual(
          expect.arrayContaining(['cpu', 'memory', 'ephemeral-storage']),
        )
        expect(Object.keys(resources?.limits ?? {})).toContain('memory')
      }
  })

  test('no object has a credential, and no variable is set twice', () => {
    expect(objects.map(({ kind }) => kind)).not.toContain('Secret')
    for (const { spec } of pods)
      for (const { env = [] } of spec.containers) {
        const names = env.map(({ name }) => name)
        expect(new Set(names).size).toBe(names.length)
        for (const { name, value } of env)
          if (/PASSWORD|TOKEN|KEY|_URL$/.test(name) && !/^(SITE|SNAPSHOT)_URL$/.test(name))
            expect(value).toBeUndefined()
      }
  })

  test('every pod, except the test’s, has a network policy for both directions', () => {
    const policies = objects
      .filter(({ kind }) => kind === 'NetworkPolicy')
      .map(({ spec }) => spec as { podSelector: { matchLabels: object }; policyTypes: string[] })
    for (const { object, labels } of pods.filter(({ object }) => object.kind !== 'Pod')) {
      const own = policies.filter(({ podSelector }) =>
        Object.entries(podSelector.matchLabels).every(([name, value]) => labels[name] === value),
      )
      expect(own, object.metadata.name).toHaveLength(1)
      expect(own[0]?.policyTypes).toEqual(['Ingress', 'Egress'])
    }
  })

  test('all objects have the recommended labels and the release’s namespace', () => {
    for (const { metadata } of objects) {
      expect(metadata.namespace).toBe('snapper')
      expect(metadata.labels).toMatchObject({
        'app.kubernetes.io/name': 'paparazza',
        'app.kubernetes.io/instance': 'paparazza',
        'app.kubernetes.io/managed-by': 'Helm',
        'helm.sh/chart': `paparazza-${packageJson.version}`,
      })
      if (file === 'ci/everything.yaml') expect(metadata.labels.owner).toBe('me')
    }
    const names = objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`)
    expect(new Set(names).size).toBe(names.length)
  })
})

describe.skipIf(helm === null)('the chart', () => {
  test('the site drains for 40 s after a delay of 5 s, has three probes, and a single replica with SQLite', () => {
    const objects = render('values.yaml')
    expect(find(objects, 'Deployment', '-web')).toMatchObject({
      replicas: 1,
      strategy: { type: 'Recreate' },
      template: {
        spec: {
          terminationGracePeriodSeconds: 50,
          containers: [
            {
              lifecycle: {
                preStop: { exec: { command: ['node', '--eval', 'setTimeout(() => {}, 5000)'] } },
              },
              startupProbe: { httpGet: { path: '/api/health/live' } },
              livenessProbe: { httpGet: { path: '/api/health/live' } },
              readinessProbe: { httpGet: { path: '/api/health/ready' } },
            },
          ],
        },
      },
    })
    expect(objects.map(({ kind }) => kind)).not.toContain('PodDisruptionBudget')
  })

  test('a repository is there before the site starts, is followed, and is read where git-sync puts it', () => {
    const objects = render('ci/git.yaml')
    const [pod] = objects.flatMap((object) => getPod(object)?.spec ?? [])
    const [web, sync] = pod?.containers ?? []
    const [once] = pod?.initContainers ?? []
    const readVariable = (container: typeof web, name: string) =>
      container?.env?.find((each) => each.name === name)?.value
    const { GITSYNC_ROOT: root, GITSYNC_LINK: link } = Object.fromEntries(
      (sync?.env ?? []).map(({ name, value }) => [name, value]),
    )
    expect(readVariable(web, 'CONTENT_DIR')).toBe(`${root}/${link}/content`)
    expect([
      readVariable(once, 'GITSYNC_ONE_TIME'),
      readVariable(sync, 'GITSYNC_ONE_TIME'),
    ]).toEqual(['true', undefined])
    expect(readVariable(sync, 'GITSYNC_MAX_FAILURES')).toBe('-1')
    // `kubectl exec` takes the first one.
    expect([web?.name, sync?.name]).toEqual(['web', 'git-sync'])
    const mounts = [web, sync, once].map((one) => JSON.stringify(one?.volumeMounts))
    for (const mount of mounts) expect(mount).toContain('{"name":"content","mountPath":"/content"')
    expect(mounts[0]).toContain('"readOnly":true')
    const { egress } = find(objects, 'NetworkPolicy', '-web') as { egress: unknown[] }
    expect(egress).toContainEqual({ ports: [{ protocol: 'TCP', port: 443 }] })
  })

  test('several replicas roll, spread, have a disruption budget and no volume', () => {
    const objects = render('ci/everything.yaml')
    const web = find(objects, 'Deployment', '-web')
    expect(web).toMatchObject({ replicas: 3, strategy: { type: 'RollingUpdate' } })
    expect(JSON.stringify(web)).toContain('topologySpreadConstraints')
    expect(find(objects, 'PodDisruptionBudget')).toMatchObject({ maxUnavailable: 1 })
    const claims = objects.filter(({ kind }) => kind === 'PersistentVolumeClaim')
    expect(claims.map(({ metadata }) => metadata.name).sort()).toEqual([
      'paparazza-backups',
      'paparazza-spool',
    ])
  })

  test('only the given namespaces and `helm test` can reach the site, and only Prometheus its metrics', () => {
    const objects = render('ci/everything.yaml')
    const { ingress } = find(objects, 'NetworkPolicy', '-web') as { ingress: unknown }
    const testPod = objects.find(({ kind }) => kind === 'Pod')?.metadata.labels
    expect(testPod).toMatchObject({ 'app.kubernetes.io/component': 'test' })
    const labels = {
      'app.kubernetes.io/name': 'paparazza',
      'app.kubernetes.io/instance': 'paparazza',
      'app.kubernetes.io/component': 'test',
    }
    const namespace = (name: string) => ({
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
    })
    expect(ingress).toEqual([
      {
        ports: [{ protocol: 'TCP', port: 'http' }],
        from: [namespace('traefik'), { podSelector: { matchLabels: labels } }],
      },
      { ports: [{ protocol: 'TCP', port: 'metrics' }], from: [namespace('monitoring')] },
    ])
  })

  test('the HTTPRoute has no timeout: a slow uplink may need many minutes', () => {
    const { rules } = find(render('ci/everything.yaml'), 'HTTPRoute') as { rules: unknown[] }
    expect(rules).toMatchObject([{ timeouts: { request: '0s' } }])
  })

  test('the snapper connects to DNS, its printer and the site, and accepts no connections', () => {
    const policy = find(render('ci/snapper-only.yaml'), 'NetworkPolicy', '-snapper')
    expect(policy).not.toHaveProperty('ingress')
    expect(policy).toMatchObject({
      policyTypes: ['Ingress', 'Egress'],
      egress: [{}, {}, { ports: [{ port: 443 }] }],
    })
    const [names, printer] = policy.egress as { ports: { port: number }[]; to?: unknown }[]
    expect(names?.ports.map(({ port }) => port)).toEqual([53, 53])
    expect(printer?.to).toContainEqual({ ipBlock: { cidr: '192.168.0.0/16' } })
  })

  test('a part that is switched off renders no objects', () => {
    expect(render('ci/snapper-only.yaml').map(({ kind }) => kind)).toEqual([
      'NetworkPolicy',
      'CronJob',
    ])
    const { objects } = renderChart(helm ?? '', ['--set', 'snapper.enabled=false'])
    expect(JSON.stringify(objects)).not.toContain('paparazza-snapper')
  })

  test('the CronJob’s runs don’t overlap or pile up, and wrong credentials fail at once', () => {
    expect(find(render('values.yaml'), 'CronJob', '-snapper')).toMatchObject({
      schedule: '*/10 * * * *',
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 120,
      jobTemplate: {
        spec: {
          activeDeadlineSeconds: 120,
          backoffLimit: 1,
          ttlSecondsAfterFinished: 3600,
          podFailurePolicy: {
            rules: [
              { action: 'FailJob', onExitCodes: { containerName: 'snapper', values: [2] } },
              { action: 'Ignore' },
            ],
          },
          template: { spec: { restartPolicy: 'Never' } },
        },
      },
    })
  })

  test('the resident snapper is a Deployment with a spool', () => {
    const pod = find(render('values-pi.yaml'), 'Deployment', '-snapper')
    expect(pod).toMatchObject({
      strategy: { type: 'Recreate' },
      template: {
        spec: {
          containers: [{ args: ['--interval', '60s', '--interval-idle', '10m'] }],
          volumes: [{ persistentVolumeClaim: { claimName: 'paparazza-spool' } }],
        },
      },
    })
  })

  test('its rules are those of the plain files, with URLs of the runbooks', () => {
    const objects = render('ci/everything.yaml')
    for (const name of ['site', 'backup', 'snapper', 'cluster']) {
      const file = readFileSync(join(chart, `files/rules/${name}.yaml`), 'utf8')
      const expected = parse(file.replaceAll('docs/runbooks/', 'https://example.org/runbooks/'))
      expect(find(objects, 'PrometheusRule', `-${name}`)).toEqual(expected)
    }
    expect(JSON.stringify(objects)).not.toContain('docs/runbooks/')
    for (const { kind, metadata } of objects)
      if (/^(PrometheusRule|ServiceMonitor)$/.test(kind))
        expect(metadata.labels.release).toBe('kps')
  })

  test('its dashboards are complete and have the label of Grafana’s sidecar', () => {
    const maps = render('ci/everything.yaml').filter(({ kind }) => kind === 'ConfigMap')
    expect(maps).toHaveLength(5)
    for (const { metadata, data = {} } of maps) {
      expect(metadata.labels.grafana_dashboard).toBe('1')
      for (const [file, text] of Object.entries(data))
        expect(JSON.parse(text)).toEqual(
          JSON.parse(readFileSync(join(chart, 'files/dashboards', file), 'utf8')),
        )
    }
  })
})
