import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findFreePort } from '../../scripts/demo-ops/start-demo.ts'
import { startSimulator } from '../simulator/start.ts'
import { parseDockerfile } from './dockerfile.ts'
import { findTool } from './find-tool.ts'
import {
  buildImageTrees,
  findObstacle,
  type ImageTree,
  runInTree,
  startInTree,
  stopInTree,
} from './image-trees.ts'
import { getPod, renderChart } from './render-chart.ts'

const root = join(import.meta.dirname, '../..')
const obstacle = findObstacle()
if (obstacle !== null) console.warn(`Left out: the images can't be made here, ${obstacle}.`)

const work = mkdtempSync(join(tmpdir(), 'paparazza-image-'))
const data = join(work, 'data')
const password = 'only-for-this-test'
let web: ImageTree
let snapper: ImageTree
let running: ChildProcess
let url = ''
let env: Record<string, string> = {}
let said = ''

describe.skipIf(obstacle !== null)(
  'the images, each step of the Dockerfile having been run',
  () => {
    beforeAll(async () => {
      const trees = buildImageTrees(join(work, 'image'))
      web = trees.web
      snapper = trees.snapper
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
      running = startInTree(web, {
        command: getWords('web', 'CMD'),
        env,
        volumes: { '/data': data },
      })
      for (const stream of [running.stdout, running.stderr])
        stream?.on('data', (chunk) => {
          said += chunk
        })
      await waitUntilReady()
    }, 900_000)

    afterAll(async () => {
      if (running !== undefined) await stopInTree(running)
      rmSync(work, { recursive: true, force: true, maxRetries: 5 })
    })

    test('read-only and as another user, the site serves pages and takes a PATCH', async () => {
      for (const path of [
        '/',
        '/blog',
        '/printers/1',
        '/atom.xml',
        '/api/3dprinter/',
        '/printers/1/card.png',
      ])
        expect((await fetch(url + path)).status, `${path}\n${said}`).toBe(200)
      const body = new FormData()
      body.set('status', 'Printing benchy')
      const picture = readFileSync(join(root, 'docs/images/printer-page.jpg'))
      body.set('image', new Blob([picture]), 'snapshot.jpg')
      const authorization = `Basic ${Buffer.from(`snapper:${password}`).toString('base64')}`
      const answer = await fetch(`${url}/api/3dprinter/1/`, {
        method: 'PATCH',
        headers: { authorization },
        body,
      })
      expect(answer.status, said).toBe(200)
      const shown = await fetch(`${url}/api/3dprinter/1/snapshot.jpg`)
      expect(shown.headers.get('content-type')).toBe('image/jpeg')
      expect(said).not.toMatch(/EROFS|EACCES|"level":"error"/)
    })

    test('nothing can be written into an image, not even by its own program', () => {
      for (const tree of [web, snapper])
        for (const path of ['/file', join(tree.workDir, 'file'), '/usr/local/bin/file']) {
          const script = `require('node:fs').writeFileSync(${JSON.stringify(path)}, '')`
          const { text } = runInTree(tree, { command: ['/usr/local/bin/node', '--eval', script] })
          expect(text).toMatch(/EROFS|EACCES/)
        }
    })

    test('its health check, the owner’s commands and a backup work in it', () => {
      const volumes = { '/data': data }
      const [, ...words] = getWords('web', 'HEALTHCHECK', /CMD (.*)$/)
      const check = words.map((word) => word.replace('http://127.0.0.1:3000', url))
      expect(runInTree(web, { command: ['node', ...check], env, volumes })).toMatchObject({
        code: 0,
      })
      const list = runInTree(web, {
        command: ['node', 'cli/printers/main.ts', 'list'],
        volumes,
      })
      expect(list).toMatchObject({ code: 0, text: expect.stringContaining('Maker Select') })
      const command = ['node', 'cli/backup/backup.ts', '--to', '/data/backups']
      expect(runInTree(web, { command, volumes })).toMatchObject({
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
      expect(runInTree(web, { command })).toMatchObject({ code: 0 })
    })

    test('read-only and as nobody, the snapper reports a printer', async () => {
      const simulator = await startSimulator({ startFraction: 0.5 })
      try {
        // Not spawnSync: the simulator has to answer meanwhile.
        const run = startInTree(snapper, {
          command: [...getWords('snapper', 'ENTRYPOINT'), ...getWords('snapper', 'CMD')],
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
        const answer = await fetch(`${url}/api/3dprinter/1/`)
        expect(await answer.json()).toMatchObject({ state: 'printing' })
      } finally {
        await simulator.close()
      }
    })

    test('it ends well when it is told to', async () => {
      expect(await stopInTree(running)).toBe(0)
    })

    test.skipIf(process.arch !== 'x64')('they are as large as the README says', () => {
      const readme = readFileSync(join(root, 'README.md'), 'utf8')
      const [, ...said] =
        /site's image has (\d+) MB \((\d+) packed\), the\s+snapper's (\d+) \((\d+)\)/.exec(
          readme,
        ) ?? []
      const measured = [
        web.megabytes,
        web.packedMegabytes,
        snapper.megabytes,
        snapper.packedMegabytes,
      ]
      expect(said).toHaveLength(4)
      for (const [index, megabytes] of measured.entries())
        expect(Math.abs(Number(said[index]) / megabytes - 1), measured.join()).toBeLessThan(0.05)
    })
  },
)

/** The list of words of a stage's last instruction of this kind. */
function getWords(stage: string, word: string, within = /(.*)/): string[] {
  const { stages } = parseDockerfile(readFileSync(join(root, 'deploy/Dockerfile'), 'utf8'))
  const instructions = stages.find(({ name }) => name === stage)?.instructions ?? []
  const rest = instructions.findLast((instruction) => instruction.word === word)?.rest ?? ''
  return JSON.parse(within.exec(rest)?.[1] ?? '[]')
}

async function waitUntilReady(): Promise<void> {
  for (let tries = 0; tries < 120; tries++) {
    const answer = await fetch(`${url}/api/health/ready`).catch(() => null)
    if (answer?.ok) return
    if (running.exitCode !== null) break
    await sleep(500)
  }
  throw new Error(`The site doesn’t get ready:\n${said}`)
}
