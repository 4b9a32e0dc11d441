import type { Log } from './log.ts'
import type { ShotResult } from './shot.ts'

/** After the site has refused us: not so often that it takes us for an attack. */
const refusedPauseMs = 600_000

export interface LoopOptions {
  everySeconds: number
  shoot(before: ShotResult['reading']): Promise<ShotResult>
  sleep(ms: number, signal: AbortSignal): Promise<void>
  /** Milliseconds that only grow. */
  nowMs(): number
  stop: AbortSignal
  log: Log
}

/**
 * One shot after another, never two at once: what takes longer than the interval makes the next beat the first one after
 * it.
 *
 * A first shot that the site refuses ends the loop, for somebody is watching then; a later one doesn't, for nobody is, and
 * the site may only be under repair.
 * @returns the exit code
 */
export async function runLoop(options: LoopOptions): Promise<0 | 2> {
  const { everySeconds, shoot, sleep, nowMs, stop, log } = options
  const everyMs = everySeconds * 1000
  let before: ShotResult['reading'] = null
  for (let isFirst = true; !stop.aborted; isFirst = false) {
    const startedMs = nowMs()
    const result = await shoot(before)
    before = result.reading
    if (stop.aborted) break
    if (result.outcome === 'misconfigured' && isFirst) return 2
    const sinceMs = nowMs() - startedMs
    const nextBeatMs = (Math.floor(sinceMs / everyMs) + 1) * everyMs - sinceMs
    const isRefused = result.outcome === 'misconfigured'
    if (isRefused)
      log('error', 'refused: coming back later', { after_seconds: refusedPauseMs / 1000 })
    await sleep(isRefused ? Math.max(refusedPauseMs, nextBeatMs) : nextBeatMs, stop)
  }
  log('info', 'stopped')
  return 0
}
