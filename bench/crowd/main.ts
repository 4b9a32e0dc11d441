import { type ChildProcess, fork } from 'node:child_process'
import { mkdir, rm } from 'node:fs/promises'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { buildSite } from '../../testing/site/build.ts'
import { type Child, parseLogLine, startProgram } from '../../testing/site/child.ts'
import { readCpuSeconds } from '../serving/cpu.ts'
import { readMemory } from '../serving/memory.ts'
import { takePictures } from '../serving/pictures.ts'
import { findPort, pollPath, snapper } from '../serving/servers.ts'
import {
  type CrowdPlan,
  type CrowdResult,
  type FromCrowd,
  readClockMs,
  type ToCrowd,
} from './plan.ts'
import { type Counts, readCounts } from './renders.ts'
import { renderCrowd } from './report.ts'
import { sendPicture } from './send-picture.ts'

/*
 * npm run bench:crowd [-- --viewers 10000] [--seconds 100 | --full] [--as-built]
 * One printer, a picture every 30 s, and a crowd that looks at it, on this machine's loopback: the real site in one process, the
 * crowd in another, so two cores drive ten thousand. --full is ten minutes.
 */
const folder = join(import.meta.dirname, '../../.cache/crowd')
const everySeconds = 30
const arrivingSeconds = 20
/** From the first picture to the first viewer: its set is made by then, and the crowd's process has come to rest. */
const leadSeconds = 8
const stops: (() => Promise<unknown> | unknown)[] = []

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      viewers: { type: 'string', default: '10000' },
      seconds: { type: 'string', default: '100' },
      full: { type: 'boolean', default: false },
      /** Measures the build that is there, whatever has changed since. */
      'as-built': { type: 'boolean', default: false },
    },
  })
  const viewers = Number(values.viewers)
  const seconds = values.full ? 600 : Number(values.seconds)
  if (!(Number.isInteger(viewers) && viewers >= 1 && viewers <= 11_000))
    throw new Error('--viewers is a whole number, 11000 at most: the site takes 12000 connections.')
  if (!(seconds >= 80 && seconds <= 600)) throw new Error('--seconds is from 80 to 600.')
  if (!values['as-built']) buildSite()
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  console.log(`Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model.trim()}`)
  console.log(
    `Load before: ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')} (idle: 0.0)\n`,
  )

  const turns = Math.floor((seconds - leadSeconds) / everySeconds)
  const { '1280x720': pictures } = await takePictures(turns + 1)
  const [first, ...later] = pictures
  if (first === undefined) throw new Error('There is no picture.')
  const site = await startSite()
  const api = `${site.url}${pollPath}`
  const firstAt = performance.now()
  await sendPicture(api, snapper, first, everySeconds)
  const variantsEach = await countVariants(api)
  const until = (second: number) => sleep(Math.max(0, firstAt + second * 1000 - performance.now()))
  await until(leadSeconds)

  const cpuBefore = readCpuSeconds(site.pid)
  const port = Number(new URL(site.url).port)
  const crowd = await startCrowd({ port, path: pollPath, viewers, arrivingSeconds, seconds })
  for (const [index, picture] of later.entries()) {
    await until((index + 1) * everySeconds)
    const { tookMs, ...sent } = await sendPicture(api, snapper, picture, everySeconds)
    crowd.send({ kind: 'picture', picture: sent })
    console.log(
      `${(index + 1) * everySeconds} s: picture ${index + 2}, acknowledged in ${Math.round(tookMs)} ms`,
    )
  }
  await until(leadSeconds + seconds)
  const memory = readMemory(site.pid)
  const cpuAfter = readCpuSeconds(site.pid)
  const result = await crowd.stop()
  const endedAtMs = readClockMs()
  const cpuSeconds = cpuBefore === null || cpuAfter === null ? null : cpuAfter - cpuBefore
  const picturesSent = later.length + 1
  const counts = await readFinalCounts(site.metricsUrl, picturesSent * variantsEach)
  console.log()
  console.log(
    renderCrowd({
      viewers,
      seconds,
      everySeconds,
      endedAtMs,
      result,
      counts,
      picturesSent,
      variantsEach,
      cpuSeconds,
      memory,
    }),
  )
  console.log(
    `\nLoad after: ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')}`,
  )
}

/** Once everything that was to be made has been, and a moment later, so that what is made twice is seen. */
async function readFinalCounts(metricsUrl: string, expectedRenders: number): Promise<Counts> {
  for (let waits = 0; waits < 60; waits += 1) {
    if ((await readCounts(metricsUrl)).renders >= expectedRenders) break
    await sleep(500)
  }
  await sleep(2_000)
  return readCounts(metricsUrl)
}

async function startSite(): Promise<{ url: string; metricsUrl: string; pid: number }> {
  const [port, metricsPort] = [await findPort(), await findPort()]
  const ready = Promise.withResolvers<string>()
  const site: Child = startProgram(
    ['server/main.ts'],
    {
      PORT: String(port),
      SITE_URL: `http://127.0.0.1:${port}`,
      DATA_DIR: join(folder, 'data'),
      METRICS_PORT: String(metricsPort),
      LOG_LEVEL: 'warn',
      PRINTER_NAME: 'Maker Select',
      SNAPPER_USER: snapper.user,
      SNAPPER_PASSWORD: snapper.password,
    },
    (line) => {
      const entry = parseLogLine(line)
      if (entry?.msg === 'ready' && typeof entry.url === 'string') ready.resolve(entry.url)
      else console.log(line)
    },
  )
  stops.push(site.stop)
  site.process.once('exit', (code) => ready.reject(new Error(`The site ended with code ${code}.`)))
  const url = await ready.promise
  const metricsUrl = `http://127.0.0.1:${metricsPort}/metrics`
  return { url, metricsUrl, pid: site.process.pid ?? 0 }
}

async function countVariants(api: string): Promise<number> {
  const printer = (await (await fetch(api)).json()) as { snapshot: { sources: unknown[] } } // by the contract
  return printer.snapshot.sources.length
}

async function startCrowd(plan: CrowdPlan) {
  const child: ChildProcess = fork(join(import.meta.dirname, 'crowd-child.ts'), [
    JSON.stringify(plan),
  ])
  stops.push(() => child.kill())
  const ready = Promise.withResolvers<void>()
  const done = Promise.withResolvers<CrowdResult>()
  child.on('message', (message: FromCrowd) => {
    if (message.kind === 'ready') ready.resolve()
    else done.resolve(message.result)
  })
  child.once('exit', (code) => {
    const gone = new Error(`The crowd ended with code ${code}.`)
    ready.reject(gone)
    done.reject(gone)
  })
  await ready.promise
  const send = (message: ToCrowd) => void child.send(message)
  return {
    send,
    async stop() {
      send({ kind: 'stop' })
      return done.promise
    },
  }
}

try {
  await main()
} finally {
  for (const stop of stops.reverse()) await stop()
  await rm(folder, { recursive: true, force: true })
}
