import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findFreePort } from '../free-port.ts'
import { startSimulator } from '../simulator/start.ts'
import { buildImages, findObstacle, type Image } from './build-images.ts'
import { findTool } from './find-tool.ts'
import { getPod, renderChart } from './render-chart.ts'
import { runInImage, startInImage, stopInImage } from './run-image.ts'

const root = join(import.meta.dirname, '../..')
const obstacle = findObstacle()
if (obstacle !== null) console.warn(`Skipped: the images can't be built here, ${obstacle}.`)

const work = mkdtempSync(join(tmpdir(), 'paparazza-image-'))
const data = join(work, 'data')
const password = 'only-for-this-test'
let images: ReturnType<typeof buildImages> | undefined
let web: Image
let snapper: Image
let running: ChildProcess
let url = ''
let env: Record<string, string> = {}
let output = ''

describe.skipIf(obstacle !== null)('the images that buildah builds', () => {
  beforeAll(async () => {
    images = buildImages(join(work, 'image'))
    web = images.web
    snapper = images.snapper
    mkdirSync(data)
    const [user, group] = web.user.split(':').map(Number)
    chownSync(data, user ?? 0, group ?? 0)
    const port = await findFreePort()
    url = `http://127.0.0.1:${port}`
    env = {
      HOSTNAME: '127.0.0.1',
      PORT: String(port),
      METRICS_PORT: String(await findFreePort()),
      PRINTER_NAME: 'Maker Select',
      SNAPPER_USER: 'snapper',
      SNAPPER_PASSWORD: password,
    }
    running = startInImage(web, {
      command: web.command,
      env,
      volumes: { '/data': data },
    })
    for (const stream of [running.stdout, running.stderr])
      stream?.on('data', (chunk) => {
        output += chunk
      })
    await waitUntilReady()
  }, 900_000)

  afterAll(async () => {
    if (running !== undefined) await stopInImage(running)
    images?.unmount()
    rmSync(work, { recursive: true, force: true, maxRetries: 5 })
  })

  test('read-only and as an unprivileged user, the site serves pages and accepts a PATCH', async () => {
    for (const path of [
      '/',
      '/blog',
      '/printers/1',
      '/atom.xml',
      '/api/3dprinter/',
      '/printers/1/card.png',
    ])
      expect((await fetch(url + path)).status, `${path}\n${output}`).toBe(200)
    const body = new FormData()
    body.set('status', 'Printing benchy')
    const picture = readFileSync(join(root, 'docs/images/printer-page.jpg'))
    body.set('image', new Blob([picture]), 'snapshot.jpg')
    const authorization = `Basic ${Buffer.from(`snapper:${password}`).toString('base64')}`
    const response = await fetch(`${url}/api/3dprinter/1/`, {
      method: 'PATCH',
      headers: { authorization },
      body,
    })
    expect(response.status, output).toBe(200)
    const shown = await fetch(`${url}/api/3dprinter/1/snapshot.jpg`)
    expect(shown.headers.get('content-type')).toBe('image/jpeg')
    expect(output).not.toMatch(/EROFS|EACCES|"level":"error"/)
  })

  test('the program in an image can’t write into the image', () => {
    for (const image of [web, snapper])
      for (const path of ['/file', join(image.workDir || '/', 'file'), '/usr/local/bin/file']) {
        const script = `require('node:fs').writeFileSync(${JSON.stringify(path)}, '')`
        const { text } = runInImage(image, { command: ['/usr/local/bin/node', '--eval', script] })
        expect(text).toMatch(/EROFS|EACCES/)
      }
  })

  test('as the user of the folders, it fills the empty one and stores the rest', async () => {
    const user = '4321:4321'
    const site = await startApart({ user, owner: 4321 })
    expect(readdirSync(site.folders['/content'])).toContain('site.yaml')
    expect(statSync(join(site.folders['/content'], 'site.yaml')).uid).toBe(4321)
    expect(readdirSync(site.folders['/data'])).toContain('paparazza.sqlite')
    expect(site.lines.join('\n')).not.toMatch(/EROFS|EACCES|"level":"fatal"/)
  })

  test('a folder that Docker has made is left empty, and the log names the command', async () => {
    const { folders, lines } = await startApart({ owner: 10001, contentOwner: 0 })
    expect(readdirSync(folders['/content'])).toEqual([])
    const warnings = lines.filter((line) => line.includes('sudo chown -R 10001 '))
    expect(warnings).toHaveLength(1)
  })

  test('a data folder that it can’t write ends the start with one line', async () => {
    const { code, lines } = await startApart({ owner: 0 })
    expect(code).toBe(1)
    expect(lines).toEqual([expect.stringContaining('sudo chown -R 10001 ')])
  })

  test('its health check, the owner’s commands and a backup work in the image', () => {
    const volumes = { '/data': data }
    const check = web.healthCheck.map((word) => word.replace('http://127.0.0.1:3000', url))
    expect(check.join()).toContain(url)
    expect(runInImage(web, { command: check, env, volumes })).toMatchObject({
      code: 0,
    })
    const list = runInImage(web, {
      command: ['node', 'cli/printers/main.ts', 'list'],
      volumes,
    })
    expect(list).toMatchObject({ code: 0, text: expect.stringContaining('Maker Select') })
    const command = ['node', 'cli/backup/backup.ts', '--to', '/data/backups']
    expect(runInImage(web, { command, volumes })).toMatchObject({
      code: 0,
      text: expect.stringContaining('1 printer, 1 picture'),
    })
  })

  const helm = findTool('helm4')
  test.skipIf(helm === null)('`helm test` passes', () => {
    const { objects } = renderChart(helm ?? '', ['-s', 'templates/tests/web.yaml'])
    const [container] = objects.flatMap((object) => getPod(object)?.spec.containers ?? [])
    const args = (container?.args ?? []).map((arg) => arg.replace('http://paparazza-web:80', url))
    const command = [...(container?.command ?? []), ...args]
    expect(args.join()).toContain(url)
    expect(runInImage(web, { command })).toMatchObject({ code: 0 })
  })

  test('read-only and as an unprivileged user, the snapper reports a printer', async () => {
    const simulator = await startSimulator({ startFraction: 0.5 })
    try {
      // Not spawnSync: the simulator in this process must respond meanwhile.
      const run = startInImage(snapper, {
        command: snapper.command,
        env: {
          OCTOPRINT_ROOT: simulator.url,
          OCTOPRINT_KEY: simulator.apiKey,
          SNAPSHOT_URL: simulator.snapshotUrl,
          PRINTER_ENDPOINT: `${url}/api/3dprinter/1/`,
          SNAPPER_USER: 'snapper',
          SNAPPER_PASSWORD: password,
        },
      })
      const [code] = await once(run, 'exit')
      expect(code).toBe(0)
      const response = await fetch(`${url}/api/3dprinter/1/`)
      expect(await response.json()).toMatchObject({ state: 'printing' })
    } finally {
      await simulator.close()
    }
  })

  test('on SIGTERM the site exits with code 0', async () => {
    expect(await stopInImage(running)).toBe(0)
  })

  test.skipIf(process.arch !== 'x64')('their sizes are those in the README', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8')
    const [, ...documented] =
      /site's image is (\d+) MB \((\d+) packed\), the\s+snapper's (\d+) \((\d+)\)/.exec(readme) ??
      []
    const measured = [
      web.megabytes,
      web.packedMegabytes,
      snapper.megabytes,
      snapper.packedMegabytes,
    ]
    expect(documented).toHaveLength(4)
    for (const [index, megabytes] of measured.entries())
      expect(Math.abs(Number(documented[index]) / megabytes - 1), measured.join()).toBeLessThan(
        0.05,
      )
  })
})

/**
 * Starts another site with two new folders until it has looked at them, and stops it.
 * @param owner of the folders: of the one of the content another, if given
 */
async function startApart({ owner, contentOwner = owner, user }: ApartOptions) {
  const apart = mkdtempSync(join(work, 'apart-'))
  const folders = { '/data': join(apart, 'data'), '/content': join(apart, 'content') }
  for (const [path, id] of [
    [folders['/data'], owner],
    [folders['/content'], contentOwner],
  ] as const) {
    mkdirSync(path)
    chownSync(path, id, id)
  }
  const port = String(await findFreePort())
  const site = startInImage(web, {
    command: web.command,
    env: { ...env, PORT: port, METRICS_PORT: String(await findFreePort()) },
    volumes: folders,
    ...(user === undefined ? {} : { user }),
  })
  const lines: string[] = []
  const isDone = () => lines.some((line) => /the content folder/i.test(line))
  for (const stream of [site.stdout, site.stderr])
    if (stream !== null) createInterface({ input: stream }).on('line', (line) => lines.push(line))
  for (let tries = 0; tries < 240 && !isDone() && site.exitCode === null; tries++) await sleep(250)
  return { folders, lines, code: await stopInImage(site) }
}

interface ApartOptions {
  owner: number
  contentOwner?: number
  user?: string
}

async function waitUntilReady(): Promise<void> {
  for (let tries = 0; tries < 120; tries++) {
    const response = await fetch(`${url}/api/health/ready`).catch(() => null)
    if (response?.ok) return
    if (running.exitCode !== null) break
    await sleep(500)
  }
  throw new Error(`The site isn’t ready after a minute:\n${output}`)
}
