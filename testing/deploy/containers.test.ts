import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { importRules } from '../../scripts/check/import-rules.ts'
import { defaultLimits as limits } from '../../server/request/limits.ts'
import { findTool, runTool } from './find-tool.ts'
import { renderTemporaryPaths } from './start-proxy.ts'

const root = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

interface Stage {
  name: string
  base: string
  /** `COPY --from=build /app app` */
  instructions: string[]
}

const stages: Stage[] = read('deploy/Dockerfile')
  .replaceAll(/^#.*\n|\\\n\s*/gm, '')
  .split(/^FROM /m)
  .slice(1)
  .map((text) => {
    const [from = '', ...instructions] = text.trim().split(/\n+/)
    const [base = '', name = ''] = from.split(' AS ')
    return { name, base, instructions }
  })
const images = stages.filter(({ name }) => name === 'web' || name === 'snapper')
/** The arguments of a stage's instructions of one kind. */
const list = ({ instructions }: Stage, word: string) =>
  instructions
    .filter((line) => line.startsWith(`${word} `))
    .map((line) => line.slice(word.length + 1))

describe('the Dockerfile', () => {
  const hadolint = findTool('hadolint')
  test.skipIf(hadolint === null)('hadolint accepts it, and rejects a bad one', () => {
    const lint = (path: string) => runTool(hadolint ?? '', ['--no-color', path])
    expect(lint('deploy/Dockerfile')).toEqual({ code: 0, text: '' })
    const folder = mkdtempSync(join(tmpdir(), 'hadolint-'))
    writeFileSync(join(folder, 'Dockerfile'), 'FROM debian\nRUN cd /tmp\n')
    const { code, text } = lint(join(folder, 'Dockerfile'))
    rmSync(folder, { recursive: true })
    expect(text).toContain('DL3006')
    expect(code).toBe(1)
  })

  test('every base image is pinned or an earlier stage', () => {
    const known = new Set<string>()
    for (const { name, base } of stages) {
      const isPinned = /:\$\{NODE_VERSION\}-|:nonroot$/.test(base)
      expect(known.has(base) || isPinned, base).toBe(true)
      known.add(name)
    }
    expect(read('deploy/Dockerfile')).toMatch(/^ARG NODE_VERSION=\d+\.\d+\.\d+$/m)
  })

  test('its version of Node is the project’s', () => {
    const [, version] = /^ARG NODE_VERSION=(.*)$/m.exec(read('deploy/Dockerfile')) ?? []
    const lock = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { version: string }>
    }
    expect(version).toBe(lock.packages['node_modules/node']?.version)
  })

  test('both images run as an unprivileged user without a shell and declare a health check', () => {
    expect(images.map(({ name }) => name)).toEqual(['web', 'snapper'])
    for (const stage of images) {
      const user = list(stage, 'USER').at(-1) ?? ''
      expect(Number(user.split(':')[0])).toBeGreaterThan(9999)
      const starts = [...list(stage, 'CMD'), ...list(stage, 'ENTRYPOINT')]
      expect(starts.length).toBeGreaterThan(0)
      for (const words of starts) expect(JSON.parse(words)).toBeInstanceOf(Array)
      expect(list(stage, 'HEALTHCHECK')).toHaveLength(1)
      expect(list(stage, 'STOPSIGNAL')).toEqual(['SIGTERM'])
      expect(list(stage, 'RUN')).toEqual([])
    }
  })

  test('it copies only existing files of the context or an earlier stage', () => {
    const ignored = read('deploy/Dockerfile.dockerignore').split('\n')
    const names = stages.map(({ name }) => name)
    for (const [index, stage] of stages.entries()) {
      expect(list(stage, 'ADD')).toEqual([])
      for (const copy of list(stage, 'COPY')) {
        const [, from] = /--from=(\S+)/.exec(copy) ?? []
        if (from !== undefined) {
          expect(names.slice(0, index)).toContain(from)
          continue
        }
        for (const source of copy.split(' ').slice(0, -1)) {
          if (source === '.') continue
          expect(existsSync(join(root, source)), source).toBe(true)
          expect(ignored).toContain(`!${source.split('/')[0]}`)
        }
      }
    }
  })

  test('the web image has every folder that the server and the commands import', () => {
    const folders = importRules
      .filter(({ folder }) => folder === 'server' || folder === 'cli')
      .flatMap(({ folder, ours }) => [folder, ...ours])
    const web = images.find(({ name }) => name === 'web')
    const copied = web === undefined ? [] : list(web, 'COPY')
    for (const folder of folders.map((path) => path.split('/')[0]))
      expect(copied).toContain(`${folder} ${folder}`)
  })

  test('the build context has every file that a post shows, and no secrets or data of this machine', () => {
    const ignored = read('deploy/Dockerfile.dockerignore').split('\n')
    expect(ignored.find((line) => !line.startsWith('#'))).toBe('*')
    expect(ignored).toContain('**/.env*')
    for (const secret of ['data', '.cache', '.git', 'deploy'])
      expect(ignored).not.toContain(`!${secret}`)
    for (const post of globSync('content/{blog,projects,pages}/**/*.md', { cwd: root }))
      for (const [, path = ''] of read(post).matchAll(/include=\/(\S+)/g))
        expect(
          ignored.some((line) => line === `!${path}` || line === `!${path.split('/')[0]}`),
        ).toBe(true)
  })
})

test('nothing of an owner is in the images: the content folder is mounted', () => {
  expect(read('deploy/Dockerfile')).not.toMatch(/COPY .*content content|SITE_URL/)
  expect(read('deploy/Dockerfile')).toContain('CONTENT_DIR=/content')
  expect(read('deploy/Dockerfile.dockerignore')).not.toMatch(/^!content/m)
})

test('public/, if it exists, is in the image', () => {
  const hasPublic = globSync('public/**/*', { cwd: root }).length > 0
  expect(read('deploy/Dockerfile').includes('COPY public public')).toBe(hasPublic)
})

describe('on one machine', () => {
  test('every service is read-only, without capabilities, and limited in memory', () => {
    const readServices = (file: string) =>
      (parse(read(file)) as { services: Record<string, Record<string, unknown>> }).services
    const services = {
      ...readServices('deploy/compose/compose.yaml'),
      ...readServices('deploy/compose/snapper.yaml'),
    }
    expect(Object.keys(services)).toEqual(['web', 'proxy', 'snapper'])
    for (const service of Object.values(services))
      expect(service).toMatchObject({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        mem_limit: expect.stringMatching(/^\d+m$/),
      })
    // An image in OCI format has lost its health check.
    const [check = ''] = images.flatMap((stage) => list(stage, 'HEALTHCHECK'))
    expect(services.web?.healthcheck).toMatchObject({
      test: ['CMD', ...(JSON.parse(check.slice(check.indexOf('['))) as string[])],
    })
    expect(services.web).not.toHaveProperty('ports')
    // Docker Compose would take `$word` in a password for a variable.
    expect(services.snapper?.env_file).toEqual([{ path: 'snapper.env', format: 'raw' }])
    // As in the README: the first start asks for no password, and the owner's area writes the folder.
    expect(services.web?.env_file).toEqual([{ path: 'site.env', format: 'raw', required: false }])
    expect(services.web?.volumes).toContainEqual(
      expect.stringMatching(/^\S+:-content\}:\/content$/),
    )
    expect(services.web?.stop_grace_period).toBe('50s')
  })

  const nginx = findTool('nginx')
  test.skipIf(nginx === null)('nginx accepts its configuration', () => {
    const folder = mkdtempSync(join(tmpdir(), 'nginx-'))
    const file = join(folder, 'nginx.conf')
    const site = read('deploy/compose/nginx.conf').replaceAll(/listen .*80;/g, '')
    writeFileSync(
      file,
      `pid ${folder}/pid; error_log stderr; events {} http { access_log off; ${renderTemporaryPaths(folder)} ${site} }`,
    )
    const { text, code } = runTool(nginx ?? '', ['-t', '-c', file, '-p', folder])
    rmSync(folder, { recursive: true })
    expect(text).toContain('syntax is ok')
    // This user may lack the right to bind the port, which is no error of the configuration.
    if (code !== 0) expect(text).toContain('bind()')
  })

  const caddy = findTool('caddy')
  test.skipIf(caddy === null)('Caddy accepts its configuration', () => {
    const folder = mkdtempSync(join(tmpdir(), 'caddy-'))
    const file = join(folder, 'Caddyfile')
    writeFileSync(file, read('deploy/compose/Caddyfile').replace('{$SITE_DOMAIN}', 'example.org'))
    const { text } = runTool(caddy ?? '', ['validate', '--adapter', 'caddyfile', '--config', file])
    rmSync(folder, { recursive: true })
    expect(text).toContain('Valid configuration')
  })

  test('the reverse proxies accept bodies of the size that the site accepts', () => {
    const allowed = [
      Number(/max_size (\d+)MB/.exec(read('deploy/compose/Caddyfile'))?.[1]) * 1e6,
      Number(/client_max_body_size (\d+)m/.exec(read('deploy/compose/nginx.conf'))?.[1]) * 2 ** 20,
    ]
    for (const bytes of allowed) expect(bytes).toBeGreaterThanOrEqual(limits.maxBodyBytes)
    expect(read('deploy/compose/nginx.conf')).toContain('proxy_request_buffering off')
  })

  test('no reverse proxy times out on 2 MB at 64 kbit/s', () => {
    const neededSeconds = 2e6 / (64_000 / 8)
    const caddy = read('deploy/compose/Caddyfile')
    // Caddy's timeouts start at the request's header, so the write timeout runs while the body is read.
    for (const limit of ['read_body', 'write']) {
      const minutes = Number(new RegExp(`${limit} (\\d+)m`).exec(caddy)?.[1])
      expect(minutes * 60, limit).toBeGreaterThan(2 * neededSeconds)
    }
    const nginx = read('deploy/compose/nginx.conf')
    // nginx's timeouts apply between two reads or writes.
    for (const limit of ['client_body_timeout', 'proxy_send_timeout', 'proxy_read_timeout'])
      expect(Number(new RegExp(`${limit} (\\d+)s`).exec(nginx)?.[1]), limit).toBeGreaterThan(60)
    const { spec } = parse(read('deploy/k3s-traefik.yaml')) as { spec: { valuesContent: string } }
    const { ports } = parse(spec.valuesContent) as {
      ports: Record<string, { transport: { respondingTimeouts: { readTimeout: number } } }>
    }
    expect(Object.keys(ports)).toEqual(['web', 'websecure'])
    for (const { transport } of Object.values(ports))
      expect(transport.respondingTimeouts.readTimeout).toBeGreaterThan(2 * neededSeconds)
  })

  const analyze = findTool('systemd-analyze')
  test.skipIf(analyze === null)('systemd accepts the units', () => {
    const units = globSync('deploy/systemd/*', { cwd: root }).sort()
    expect(units).toHaveLength(6)
    const { text } = runTool(analyze ?? '', ['verify', ...units])
    const complaints = text.split('\n').filter((line) => line.includes('paparazza'))
    // The programs' paths exist on a real host, not here.
    expect(complaints.filter((line) => !line.includes('is not executable'))).toEqual([])
  })

  test('systemd waits until the site has finished its uploads', () => {
    const seconds = Number(
      /TimeoutStopSec=(\d+)/.exec(read('deploy/systemd/paparazza.service'))?.[1],
    )
    expect(seconds).toBeGreaterThanOrEqual(45)
  })
})
