import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { defaultLimits as limits } from '../../server/request/limits.ts'
import { parseDockerfile, type Stage } from './dockerfile.ts'
import { findTool, runTool } from './find-tool.ts'
import { renderTemporaryPaths } from './start-proxy.ts'

const root = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const { stages } = parseDockerfile(read('deploy/Dockerfile'))
const images = stages.filter(({ name }) => name === 'web' || name === 'snapper')
const list = (stage: Stage, word: string) =>
  stage.instructions.filter((instruction) => instruction.word === word)

describe('the Dockerfile', () => {
  const hadolint = findTool('hadolint')
  test.skipIf(hadolint === null)('hadolint finds nothing in it, and something in a bad one', () => {
    const lint = (path: string) => runTool(hadolint ?? '', ['--no-color', path])
    expect(lint('deploy/Dockerfile')).toEqual({ code: 0, text: '' })
    const folder = mkdtempSync(join(tmpdir(), 'hadolint-'))
    writeFileSync(join(folder, 'Dockerfile'), 'FROM debian\nRUN cd /tmp\n')
    const { code, text } = lint(join(folder, 'Dockerfile'))
    rmSync(folder, { recursive: true })
    expect(text).toContain('DL3006')
    expect(code).toBe(1)
  })

  test('every base is a stage of ours or pinned', () => {
    const known = new Set<string>()
    for (const { name, base } of stages) {
      const isPinned = /:\$\{NODE_VERSION\}-|:nonroot$/.test(base)
      expect(known.has(base) || isPinned, base).toBe(true)
      known.add(name)
    }
    expect(read('deploy/Dockerfile')).toMatch(/^ARG NODE_VERSION=\d+\.\d+\.\d+$/m)
  })

  test('its Node is the project’s', () => {
    const [, version] = /^ARG NODE_VERSION=(.*)$/m.exec(read('deploy/Dockerfile')) ?? []
    const lock = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { version: string }>
    }
    expect(version).toBe(lock.packages['node_modules/node']?.version)
  })

  test('both images run as nobody’s user, by a list of words, with a word on health', () => {
    expect(images.map(({ name }) => name)).toEqual(['web', 'snapper'])
    for (const stage of images) {
      const user = list(stage, 'USER').at(-1)?.rest ?? ''
      expect(Number(user.split(':')[0])).toBeGreaterThan(9999)
      const starts = [...list(stage, 'CMD'), ...list(stage, 'ENTRYPOINT')]
      expect(starts.length).toBeGreaterThan(0)
      for (const { rest } of starts) expect(JSON.parse(rest)).toBeInstanceOf(Array)
      expect(list(stage, 'HEALTHCHECK')).toHaveLength(1)
      expect(list(stage, 'STOPSIGNAL').map(({ rest }) => rest)).toEqual(['SIGTERM'])
      // Nothing is done as root after the switch.
      const after = stage.instructions.findIndex(({ word }) => word === 'USER')
      expect(stage.instructions.slice(after).map(({ word }) => word)).not.toContain('RUN')
    }
  })

  test('it copies only what is there, from the context or a stage before', () => {
    const ignored = read('deploy/Dockerfile.dockerignore').split('\n')
    const names = stages.map(({ name }) => name)
    for (const [index, stage] of stages.entries()) {
      expect(list(stage, 'ADD')).toEqual([])
      for (const { rest, flags } of list(stage, 'COPY')) {
        const sources = rest.split(' ').slice(0, -1)
        if (flags.from !== undefined) {
          expect(names.slice(0, index)).toContain(flags.from)
          continue
        }
        for (const source of sources.filter((each) => each !== '.')) {
          expect(existsSync(join(root, source)), source).toBe(true)
          expect(ignored).toContain(`!${source.split('/')[0]}`)
        }
      }
    }
  })

  test('the build sees every file that a post shows, and no secret or data of this machine', () => {
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

test('a folder of public files, once there is one, is in the image', () => {
  const hasPublic = globSync('public/**/*', { cwd: root }).length > 0
  expect(read('deploy/Dockerfile').includes('COPY public public')).toBe(hasPublic)
})

describe('on one machine', () => {
  test('every service is read-only, without capabilities that it doesn’t need, and bounded', () => {
    const { services } = parse(read('deploy/compose/compose.yaml')) as {
      services: Record<string, Record<string, unknown>>
    }
    expect(Object.keys(services)).toEqual(['web', 'proxy', 'snapper'])
    for (const service of Object.values(services))
      expect(service).toMatchObject({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        mem_limit: expect.stringMatching(/^\d+m$/),
      })
    expect(services.web).not.toHaveProperty('ports')
    expect(services.web?.stop_grace_period).toBe('50s')
  })

  const nginx = findTool('nginx')
  test.skipIf(nginx === null)('nginx takes its configuration', () => {
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
    // A port that this user may not have is none of the configuration's faults.
    if (code !== 0) expect(text).toContain('bind()')
  })

  const caddy = findTool('caddy')
  test.skipIf(caddy === null)('Caddy takes its configuration', () => {
    const folder = mkdtempSync(join(tmpdir(), 'caddy-'))
    const file = join(folder, 'Caddyfile')
    writeFileSync(file, read('deploy/compose/Caddyfile').replace('{$SITE_DOMAIN}', 'example.org'))
    const { text } = runTool(caddy ?? '', ['validate', '--adapter', 'caddyfile', '--config', file])
    rmSync(folder, { recursive: true })
    expect(text).toContain('Valid configuration')
  })

  test('whatever is in front lets through what the site takes', () => {
    const allowed = [
      Number(/max_size (\d+)MB/.exec(read('deploy/compose/Caddyfile'))?.[1]) * 1e6,
      Number(/client_max_body_size (\d+)m/.exec(read('deploy/compose/nginx.conf'))?.[1]) * 2 ** 20,
    ]
    for (const bytes of allowed) expect(bytes).toBeGreaterThanOrEqual(limits.maxBodyBytes)
    expect(read('deploy/compose/nginx.conf')).toContain('proxy_request_buffering off')
  })

  test('nobody in front gives up on 2 MB at 64 kbit/s', () => {
    const neededSeconds = 2e6 / (64_000 / 8)
    const caddy = read('deploy/compose/Caddyfile')
    // Caddy counts from the request's header: the time to write runs while the body is read.
    for (const limit of ['read_body', 'write']) {
      const minutes = Number(new RegExp(`${limit} (\\d+)m`).exec(caddy)?.[1])
      expect(minutes * 60, limit).toBeGreaterThan(2 * neededSeconds)
    }
    const nginx = read('deploy/compose/nginx.conf')
    // nginx counts between two reads or writes.
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
  test.skipIf(analyze === null)('systemd takes its units', () => {
    const units = globSync('deploy/systemd/*', { cwd: root }).sort()
    expect(units).toHaveLength(6)
    const { text } = runTool(analyze ?? '', ['verify', ...units])
    const ours = text.split('\n').filter((line) => line.includes('paparazza'))
    // The programs are where the units say on the machine that runs them, not here.
    expect(ours.filter((line) => !line.includes('is not executable'))).toEqual([])
  })

  test('nobody cuts an upload off before the site has drained', () => {
    const seconds = Number(
      /TimeoutStopSec=(\d+)/.exec(read('deploy/systemd/paparazza.service'))?.[1],
    )
    expect(seconds).toBeGreaterThanOrEqual(45)
  })
})
