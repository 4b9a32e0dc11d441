import { fork } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findFreePort } from '../../../testing/free-port.ts'
import { readCpuSeconds, readMemory } from '../../figures.ts'
import { listVariants, takeNext, takePictures, uploadPicture } from '../../pictures.ts'
import { pollPath, startBenchSite } from '../../servers.ts'
import type { SuiteContext } from '../../suite.ts'
import {
  type CrowdPlan,
  type CrowdResult,
  type FromCrowd,
  readClockMs,
  type ToCrowd,
} from './messages.ts'
import { type Counts, renderCrowd } from './report.ts'

export const needsBuild = true

const everySeconds = 30
const arrivingSeconds = 20
/** From the first picture to the first viewer, so that its variants exist and the crowd's process is ready. */
const leadSeconds = 8

/**
 * One printer, a picture every 30 s and ten thousand viewers on loopback: the real site in one process, the crowd in another. The
 * normal run takes 100 s; `--seconds 600` is the full one.
 */
export async function run(context: SuiteContext): Promise<void> {
  // The site accepts 12,000 connections.
  const viewers = context.getNumber('viewers', { normal: 10_000, short: 50, min: 1, max: 11_000 })
  const seconds = context.getNumber('seconds', { normal: 100, short: 80, min: 80, max: 600 })
  const laterCount = Math.floor((seconds - leadSeconds) / everySeconds)
  const pictures = (await takePictures(laterCount + 1))['1280x720']
  const metricsPort = await findFreePort()
  const env = { METRICS_PORT: String(metricsPort) }
  const site = await startBenchSite(join(context.folder, 'data'), env)
  context.defer(site.stop)
  const startedAt = performance.now()
  const waitUntil = (second: number) =>
    sleep(Math.max(0, startedAt + second * 1000 - performance.now()))
  await upload(site.url, takeNext(pictures))
  const variantsEach = (await listVariants(site.url)).length
  await waitUntil(leadSeconds)

  const cpuBefore = readCpuSeconds(site.pid)
  const plan = { port: site.port, path: pollPath, viewers, arrivingSeconds }
  const crowd = await startCrowd(context, plan)
  for (let index = 1; index <= laterCount; index += 1) {
    await waitUntil(index * everySeconds)
    const { sha256, acknowledgedMs } = await upload(site.url, takeNext(pictures))
    crowd.send({ kind: 'picture', picture: { sha256, acknowledgedAtMs: readClockMs() } })
    const acknowledged = `acknowledged in ${Math.round(acknowledgedMs)} ms`
    console.log(`${index * everySeconds} s: picture ${index + 1}, ${acknowledged}`)
  }
  await waitUntil(leadSeconds + seconds)
  const memory = readMemory(site.pid)
  const cpuAfter = readCpuSeconds(site.pid)
  const result = await crowd.stop()
  const endedAtMs = readClockMs()
  const cpuSeconds = cpuBefore === null || cpuAfter === null ? null : cpuAfter - cpuBefore
  const picturesSent = laterCount + 1
  const metricsUrl = `http://127.0.0.1:${metricsPort}/metrics`
  const counts = await readFinalCounts(metricsUrl, picturesSent * variantsEach)
  const run = { viewers, seconds, everySeconds, endedAtMs, result, counts, picturesSent }
  console.log(`\n${renderCrowd({ ...run, variantsEach, cpuSeconds, memory })}`)
}

function upload(siteUrl: string, picture: Buffer) {
  const interval_seconds = String(everySeconds)
  return uploadPicture(siteUrl, picture, {
    interval_seconds,
    captured_at: new Date().toISOString(),
  })
}

/** Waits until all variants are made, and a little longer, to notice any that is made twice. */
async function readFinalCounts(metricsUrl: string, expectedRenders: number): Promise<Counts> {
  for (let tries = 0; tries < 60; tries += 1) {
    if ((await readCounts(metricsUrl)).renders >= expectedRenders) break
    await sleep(500)
  }
  await sleep(2_000)
  return readCounts(metricsUrl)
}

async function readCounts(metricsUrl: string): Promise<Counts> {
  const text = await (await fetch(metricsUrl)).text()
  const sum = (pattern: RegExp) =>
    [...text.matchAll(pattern)].reduce((total, [, value]) => total + Number(value), 0)
  const cache = 'paparazza_public_cache_requests_total\\{[^}]*result='
  return {
    renders: sum(/^paparazza_image_render_duration_seconds_count\{[^}]*\} (\S+)$/gm),
    hits: sum(new RegExp(`^${cache}"hit"[^}]*\\} (\\S+)$`, 'gm')),
    misses: sum(new RegExp(`^${cache}"(?:miss|revalidated|bypass)"[^}]*\\} (\\S+)$`, 'gm')),
  }
}

async function startCrowd(context: SuiteContext, plan: CrowdPlan) {
  const child = fork(join(import.meta.dirname, 'child.ts'), [JSON.stringify(plan)])
  context.defer(() => child.kill())
  const ready = Promise.withResolvers<void>()
  const done = Promise.withResolvers<CrowdResult>()
  child.on('message', (message: FromCrowd) => {
    if (message.kind === 'ready') ready.resolve()
    else done.resolve(message.result)
  })
  child.once('exit', (code) => {
    const error = new Error(`The crowd exited with code ${code}.`)
    ready.reject(error)
    done.reject(error)
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
