/*
 * Loaded into a measured site by `probeEnvironment`: what its main thread alone knows. It responds on PROBE_PORT to `GET /`, and
 * begins anew with each.
 */
import { createServer } from 'node:http'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { isMainThread } from 'node:worker_threads'

export interface ProbeReport {
  /** The longest time without a turn of the event loop; other programs on the machine lengthen it. */
  longestStallMs: number
  /** CPU time of the main thread in one turn, at most; other programs hardly change it. */
  longestTurnCpuMs: number
  /** The JavaScript heap after a garbage collection. */
  liveMb: number
}

const port = Number(process.env.PROBE_PORT ?? 0)
if (isMainThread && port > 0) startProbe()

function startProbe(): void {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  let longestTurnCpuMs = 0
  let lastCpu = process.threadCpuUsage()
  const restart = () => {
    delay.reset()
    longestTurnCpuMs = 0
    lastCpu = process.threadCpuUsage()
  }
  setInterval(() => {
    const { user, system } = process.threadCpuUsage(lastCpu)
    longestTurnCpuMs = Math.max(longestTurnCpuMs, (user + system) / 1000)
    lastCpu = process.threadCpuUsage()
  }, 1).unref()
  setFlagsFromString('--expose-gc')
  const collectGarbage: () => void = runInNewContext('gc')
  createServer((_, response) => {
    const measured = { longestStallMs: delay.max / 1e6, longestTurnCpuMs }
    collectGarbage()
    const liveMb = process.memoryUsage().heapUsed / 1e6
    response.end(JSON.stringify({ ...measured, liveMb } satisfies ProbeReport), restart)
  })
    .listen(port, '127.0.0.1')
    .unref()
}
