import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
      text: expect.stringContaining('1 printers, 1 pictures'),
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

async function waitUntilReady(): Promise<void> {
  for (let tries = 0; tries < 120; tries++) {
    const response = await fetch(`${url}/api/health/ready`).catch(() => null)
    if (response?.ok) return
    if (running.exitCode !== null) break
    await sleep(500)
  }
  throw new Error(`The site isn’t ready after a minute:\n${output}`)
}
