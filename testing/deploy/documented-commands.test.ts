import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import packageJson from '../../package.json' with { type: 'json' }
import { findTool } from './find-tool.ts'
import { chart, renderChart } from './render-chart.ts'

/* Each command of the documentation can be run where its reader is: the image has Node and the site's commands, nothing else. */

const root = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const pages = ['docs/running.md', ...globSync('docs/runbooks/*.md', { cwd: root }).sort()]

/** Programs of a machine with systemd, Docker or a cluster's client. Not `npm`: a runbook's reader may have only the image. */
const hostPrograms =
  /^(cd|curl|dmesg|docker|export|fuser|helm|helmfile|journalctl|kind|kubectl|node|sudo|systemctl|RUN)$/
const developerPrograms = /^(npm|DATA_DIR=\S+)$/

/** Inline code and the lines of shell blocks. */
function listCode(text: string): string[] {
  const blocks = [...text.matchAll(/^```sh\n(.*?)^```/gms)].flatMap(([, block = '']) =>
    block
      .replaceAll('\\\n', ' ')
      .replaceAll(/\s#.*$|^#.*$/gm, '')
      .split('\n'),
  )
  const prose = text.replaceAll(/^```.*?^```/gms, '')
  const spans = [...prose.matchAll(/`([^`]+)`/g)].map(([, span = '']) =>
    span.replaceAll(/\s+/g, ' '),
  )
  return [...blocks, ...spans].map((line) => line.trim()).filter(Boolean)
}

const startsCommand = new RegExp(`^(${hostPrograms.source.slice(2, -2)}|npm|apt|du|lsof|sh) `)
const commands = pages.flatMap((page) =>
  listCode(read(page))
    .filter((line) => startsCommand.test(line) && !line.startsWith('docker build '))
    .map((line) => ({ page, line })),
)
/** The programs that `deploy/trim-tree.ts` keeps complete in the image. */
const imagePrograms = globSync(
  [...read('deploy/trim-tree.ts').matchAll(/^ {2}'((?:cli|server)\/.+)',$/gm)].map(
    ([, pattern = '']) => pattern,
  ),
  { cwd: root },
)

describe.each(pages)('%s', (page) => {
  const own = commands.filter((command) => command.page === page).map(({ line }) => line)

  test('starts programs that its reader has', () => {
    for (const line of own) {
      const [program = ''] = line.split(' ')
      const isKnown = hostPrograms.test(program)
      expect(isKnown || (page === 'docs/running.md' && developerPrograms.test(program)), line).toBe(
        true,
      )
      const [, script] = /\bnpm run (\S+)/.exec(line) ?? []
      if (script !== undefined) expect(Object.keys(packageJson.scripts), line).toContain(script)
    }
  })

  test('runs commands of the site that the image has, by Node', () => {
    for (const line of own) {
      for (const [script] of line.matchAll(/\bcli\/\S+\.ts/g))
        expect(imagePrograms, line).toContain(script)
      const [, inside] =
        /\bkubectl .*exec \S+ -- (\S+)/.exec(line) ??
        /\bdocker compose .*(?:exec|run --rm) web (\S+)/.exec(line) ??
        []
      if (inside !== undefined) expect(inside.split('/').at(-1), line).toBe('node')
    }
  })

  test('names units and compose files that exist, with their services', () => {
    for (const line of own) {
      const [, unit] =
        /\b(?:systemctl (?:status|stop|start|restart)|journalctl -u) (\S+)/.exec(line) ?? []
      if (unit !== undefined)
        expect(existsSync(join(root, `deploy/systemd/${unit}.service`)), line).toBe(true)
      const [, file, rest = ''] = /docker compose -f (\S+)(.*)/.exec(line) ?? []
      if (file === undefined) continue
      const { services } = parse(read(file)) as { services: object }
      const [, service] = /(?:exec|run --rm|stop|start|logs(?: --\S+)*) ([a-z]+)\b/.exec(rest) ?? []
      if (service !== undefined) expect(Object.keys(services), line).toContain(service)
    }
  })

  test('names values of the chart that exist', () => {
    const values = parse(readFileSync(join(chart, 'values.yaml'), 'utf8')) as object
    for (const [path] of listCode(read(page))
      .join('\n')
      .matchAll(/\b(?<!\.)(?:web|snapper|monitoring)(?:\.[a-zA-Z]+)+/g)) {
      if (/\.(env|cjs|ts|js|yaml)$/.test(path)) continue
      // An object for the owner's own keys has no keys here.
      const found = path
        .split('.')
        .reduce<unknown>((value, key) => (value as Record<string, unknown> | null)?.[key], values)
      expect(found, path).toBeDefined()
    }
  })

  const helm = findTool('helm4')
  test.skipIf(helm === null)('names objects that the chart renders', () => {
    const names = ['ci/everything.yaml', 'values-pi.yaml', 'values.yaml'].flatMap((file) =>
      renderChart(helm ?? '', ['-f', join(chart, file)]).objects.map(
        ({ kind, metadata }) => `${kind}/${metadata.name}`,
      ),
    )
    const kinds = { deploy: 'Deployment', cronjob: 'CronJob', pvc: 'PersistentVolumeClaim' }
    for (const line of own)
      for (const [, short = '', name] of line.matchAll(/\b(deploy|cronjob|pvc)[/ ](paparazza\S+)/g))
        expect(names, line).toContain(`${kinds[short as keyof typeof kinds]}/${name}`) // the pattern’s words
  })

  test.runIf(page.startsWith('docs/runbooks/'))('says what can wait and when to stop', () => {
    expect(read(page)).toMatch(/\bcan('t)? wait|Act within/)
    expect(read(page)).toMatch(/\bStop (when|if|at|before)\b/)
  })
})
