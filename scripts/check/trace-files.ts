import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { buildSite } from '../../testing/site/build.ts'

/*
 * Which source files one request executes: V8's precise coverage of the running site's main process, mapped back from Next's
 * bundles. A file counts when at least one of its functions ran during the request, after the same kind of request has warmed
 * everything up. The image process is a program of its own and isn't traced.
 */

const root = join(import.meta.dirname, '../..')
const budgets = { upload: 55, post: 70 }
const user = 'trace'

interface FunctionCoverage {
  ranges: { startOffset: number; count: number }[]
}

interface ScriptCoverage {
  url: string
  functions: FunctionCoverage[]
}

/** One session of V8's inspector over its WebSocket. */
async function openInspector(url: string) {
  const socket = new WebSocket(url)
  const pending = new Map<number, (result: { result: ScriptCoverage[] }) => void>()
  let id = 0
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(String(data))
    pending.get(message.id)?.(message.result)
  }
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }))
  return (method: string, params: object = {}) => {
    const { promise, resolve } = Promise.withResolvers<{ result: ScriptCoverage[] }>()
    id += 1
    pending.set(id, resolve)
    socket.send(JSON.stringify({ id, method, params }))
    return promise
  }
}

async function startTracedSite(dataDir: string) {
  const { PATH = '', HOME = '' } = process.env
  const env = { PATH, HOME, NODE_ENV: 'production' as const, DATA_DIR: dataDir, PORT: '0' }
  const site: ChildProcess = spawn(process.execPath, ['--inspect=127.0.0.1:0', 'server/main.js'], {
    cwd: root,
    env: { ...env, METRICS_PORT: '0', SNAPPER_USER: user, SNAPPER_PASSWORD: user },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [ready, inspector] = [Promise.withResolvers<string>(), Promise.withResolvers<string>()]
  for (const stream of [site.stdout, site.stderr])
    createInterface({ input: stream ?? process.stdin }).on('line', (line) => {
      if (line.includes('"msg":"ready"')) ready.resolve(JSON.parse(line).url)
      const [address] = /ws:\/\/\S+/.exec(line) ?? []
      if (address !== undefined) inspector.resolve(address)
    })
  return { site, url: await ready.promise, send: await openInspector(await inspector.promise) }
}

/** The files of this repository in which a function was called, relative to the root. */
function listExecutedFiles(scripts: readonly ScriptCoverage[]): string[] {
  const files = new Set<string>()
  for (const { url, functions } of scripts) {
    if (!url.startsWith(`file://${root}/`) || url.includes('/node_modules/')) continue
    const path = fileURLToPath(url)
    const executed = functions.flatMap(({ ranges }) => (ranges[0]?.count ? ranges.slice(0, 1) : []))
    const isBundle = path.startsWith(join(root, '.next/'))
    if (!isBundle && executed.length > 0) files.add(relative(root, path))
    if (!isBundle || !existsSync(`${path}.map`)) continue
    const map = new SourceMap(JSON.parse(readFileSync(`${path}.map`, 'utf8')))
    const lines = readFileSync(path, 'utf8').split('\n')
    const starts = [0]
    for (const line of lines) starts.push((starts.at(-1) ?? 0) + line.length + 1)
    for (const { startOffset } of executed) {
      const line = starts.findLastIndex((start) => start <= startOffset)
      const entry = map.findEntry(line, startOffset - (starts[line] ?? 0))
      if (!('originalSource' in entry)) continue
      const source = decodeURIComponent(entry.originalSource.replace(/^file:\/\//, ''))
      const file = relative(root, source.startsWith('/') ? source : join(dirname(path), source))
      if (!/^\.\.|node_modules|^\.next|^\[/.test(file) && existsSync(join(root, file)))
        files.add(file)
    }
  }
  return [...files].sort()
}

await buildSite()
const dataDir = mkdtempSync(join(tmpdir(), 'trace-'))
const { site, url, send } = await startTracedSite(dataDir)
await send('Profiler.enable')
await send('Profiler.startPreciseCoverage', { callCount: true, detailed: false })

async function upload(background: string): Promise<void> {
  const create = { width: 1280, height: 720, channels: 3 as const, background }
  const body = new FormData()
  body.set('status', 'Printing')
  body.set('image', new Blob([new Uint8Array(await sharp({ create }).jpeg().toBuffer())]), 'a.jpg')
  const authorization = `Basic ${btoa(`${user}:${user}`)}`
  const response = await fetch(`${url}/api/3dprinter/1/`, {
    method: 'PATCH',
    headers: { authorization },
    body,
  })
  if (!response.ok) throw new Error(await response.text())
}

const sitemap = await (await fetch(`${url}/sitemap.xml`)).text()
const posts = [...sitemap.matchAll(/<loc>[^<]*?(\/\d{4}\/[^<]+)</g)].map(([, path = '']) => path)
const steps = {
  post: {
    warmUp: () => Promise.all(posts.slice(1).map((path) => fetch(url + path))),
    runs: [() => fetch(url + posts[0]).then((response) => response.text())],
  },
  // Three uploads, of which each file must be part: timers run in between, too.
  upload: {
    warmUp: () => upload('red').then(() => upload('green')),
    runs: ['blue', 'white', 'gray'].map((color) => () => upload(color)),
  },
}
for (const [name, { warmUp, runs }] of Object.entries(steps)) {
  await warmUp()
  const executed: string[][] = []
  for (const run of runs) {
    await sleep(3_000) // for the variants that an upload leaves to be rendered
    await send('Profiler.takePreciseCoverage')
    await run()
    executed.push(listExecutedFiles((await send('Profiler.takePreciseCoverage')).result))
  }
  const files = executed.reduce((all, each) => all.filter((file) => each.includes(file)))
  const budget = budgets[name as keyof typeof budgets]
  console.log(`${name}: ${files.length} files (at most ${budget})\n  ${files.join('\n  ')}`)
  if (files.length > budget) process.exitCode = 1
}
site.kill('SIGTERM')
rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
process.exit()
