import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import packageJson from '../../package.json' with { type: 'json' }
import { findTool, runTool } from './find-tool.ts'
import { validateObject } from './kubernetes-models.ts'
import { chart, imageTags, renderChart, valuesFiles } from './render-chart.ts'

const root = join(chart, '../..')
const helms = [findTool('helm4'), findTool('helm3')].filter((helm) => helm !== null)
const helm = helms[0] ?? ''
const kubeconform = findTool('kubeconform')
const schemas = findTool('kubernetes-schemas')
const kubeScore = findTool('kube-score')

const render = (file: string, by = helm) => renderChart(by, ['-f', join(chart, file)])

describe.skipIf(helms.length === 0)('the chart', () => {
  test.each([
    ['two replicas on SQLite', 'web.replicas=2', /database\/existingSecret/],
    ['two replicas on one volume', 'web.replicas=2', /blobs\/existingSecret/],
    ['no tag', 'web.image.tag=', /web has no tag. Build the image/],
    ['no tag of the snapper', 'snapper.image.tag=', /snapper has no tag/],
    ['the tag latest', 'web.image.tag=latest', /image\/tag/],
    ['an unknown value', 'web.replica=2', /replica/],
    ['credentials in a URL', 'snapper.printerEndpoint=https://a:b@c/api/3dprinter/1/', /End/],
    ['an invalid schedule', 'snapper.schedule=often', /schedule/],
    ['a restore without backups', 'web.restore.enabled=true', /requires web.backup.enabled/],
    [
      'two sources of content',
      'web.content.existingClaim=a,web.content.configMap=b',
      /Set one of them/,
    ],
    [
      'a claim and a repository',
      'web.content.existingClaim=a,web.content.git.repository=https://code.example/a.git',
      /Set one of them/,
    ],
    [
      'a password in a repository’s address',
      'web.content.git.repository=https://a:b@code.example/a.git',
      /repository/,
    ],
    ['a route without a parent', 'web.httpRoute.enabled=true', /parentRefs/],
  ])('the chart rejects %s', (_, value, message) => {
    expect(() => renderChart(helm, ['--set', value])).toThrow(message)
  })

  test.each(valuesFiles)('%s: helm lint passes, and both Helms render the same', (file) => {
    for (const each of helms) {
      const { code, text } = runTool(each, [
        'lint',
        '--strict',
        chart,
        '-f',
        join(chart, file),
        ...imageTags,
      ])
      expect(text).toContain('0 chart(s) failed')
      expect(code).toBe(0)
    }
    const [first, ...others] = helms.map((each) => render(file, each).objects)
    for (const other of others) expect(other).toEqual(first)
  })

  test.skipIf(kubeconform === null || schemas === null).each(valuesFiles)(
    '%s: kubeconform in strict mode passes',
    (file) => {
      const location = `${schemas}/{{.ResourceKind}}{{.KindSuffix}}.json`
      // Not kinds of Kubernetes itself: kubernetes-models validates them below.
      const customKinds = 'ServiceMonitor,PrometheusRule,HTTPRoute'
      const args = ['-strict', '-summary', '-skip', customKinds, '-schema-location', location, '-']
      const { text: input, objects } = render(file)
      const { stdout } = spawnSync(kubeconform ?? '', args, { input, encoding: 'utf8' })
      expect(stdout).toMatch(/Invalid: 0, Errors: 0/)
      const skipped = objects.filter(({ kind }) => customKinds.split(',').includes(kind)).length
      expect(stdout).toContain(`Skipped: ${skipped}`)
    },
  )

  test.each(valuesFiles)('%s: kubernetes-models accepts all objects', async (file) => {
    for (const object of render(file).objects) await validateObject(object)
  })

  test('kubernetes-models rejects an invalid object', async () => {
    const [object] = render('ci/snapper-only.yaml').objects.filter(({ kind }) => kind === 'CronJob')
    if (object === undefined) throw new Error('no CronJob was rendered')
    const wrong = { ...object, spec: { ...(object.spec as object), concurrencyPolicy: 'Never' } }
    await expect(validateObject(wrong)).rejects.toThrow()
  })

  test.skipIf(kubeScore === null).each(valuesFiles)(
    '%s: kube-score finds nothing critical',
    (file) => {
      const ignored = [
        // Tags are never moved, and a pull on every run is too much for a slow connection.
        ['--ignore-test', 'container-image-pull-policy'],
        // A CPU limit would only prevent the use of idle cores.
        ['--ignore-container-cpu-limit'],
      ].flat()
      const { stdout, status } = spawnSync(
        kubeScore ?? '',
        ['score', '-', '--output-format', 'ci', ...ignored],
        { input: render(file).text, encoding: 'utf8' },
      )
      expect(stdout.split('\n').filter((line) => line.startsWith('[CRITICAL]'))).toEqual([])
      expect(stdout).toContain('[OK]')
      expect(status).toBe(0)
    },
  )

  test('deploy/snapper-cronjob.yaml is what the chart renders by default', () => {
    const { objects } = renderChart(helm, ['-s', 'templates/snapper-cronjob.yaml'])
    const file = parse(readFileSync(join(root, 'deploy/snapper-cronjob.yaml'), 'utf8'))
    expect([file]).toEqual(JSON.parse(JSON.stringify(objects, withoutHelm)))
  })

  // Only Helm 4 prints the notes without a cluster.
  test.skipIf(findTool('helm4') === null)(
    'the notes after an installation say what is still to be done',
    () => {
      const printNotes = (...set: string[]) => {
        const args = set.flatMap((each) => ['--set', each])
        const command = [
          'install',
          'paparazza',
          chart,
          '-n',
          'home',
          '--dry-run=client',
          ...imageTags,
          ...args,
        ]
        const { code, text } = runTool(findTool('helm4') ?? '', command)
        expect(code, text).toBe(0)
        return text.slice(text.indexOf('\nNOTES:'))
      }
      const all = printNotes()
      expect(all).toContain('The site is starting at https://example.org.')
      expect(all).toContain('port-forward svc/paparazza-web')
      expect(all).toContain('helm test paparazza -n home')
      expect(all).toContain('kubectl -n home create secret generic snapper')
      expect(all).not.toContain('all data is lost')
      expect(printNotes('web.persistence.enabled=false')).toContain('all data is lost')
      expect(printNotes('web.ingress.enabled=true')).not.toContain('port-forward')
      const atHome = printNotes('web.enabled=false', 'snapper.mode=resident')
      expect(atHome).not.toMatch(/The site is starting|Run it now/)
    },
  )

  test('the package, the chart and the newest section of the changelog have one version', () => {
    const { version, appVersion } = parse(readFileSync(join(chart, 'Chart.yaml'), 'utf8'))
    const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8')
    const [newest = ''] = changelog.match(/(?<=^## )\d+\.\d+\.\d+/m) ?? []
    expect([version, appVersion, newest]).toEqual(Array(3).fill(packageJson.version))
  })
})

/** Drops labels that only Helm sets. */
function withoutHelm(key: string, value: unknown): unknown {
  const helms = ['helm.sh/chart', 'app.kubernetes.io/managed-by', 'app.kubernetes.io/version']
  return helms.includes(key) ? undefined : value
}
