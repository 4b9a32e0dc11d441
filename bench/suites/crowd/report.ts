import { formatMemory, type Memory } from '../../figures.ts'
import { type Row, renderTable } from '../../table.ts'
import type { CrowdResult } from './messages.ts'

/** From the site's metrics, since its start: variants made, and requests to its public cache. */
export interface Counts {
  renders: number
  hits: number
  misses: number
}

export interface CrowdRun {
  viewers: number
  seconds: number
  everySeconds: number
  /** By `readClockMs`. */
  endedAtMs: number
  result: CrowdResult
  counts: Counts
  picturesSent: number
  variantsEach: number
  cpuSeconds: number | null
  memory: Memory
}

const aimedViewers = 10_000

/** What the crowd received, next to what it should have. */
export function renderCrowd(run: CrowdRun): string {
  return [
    renderTable('The load', listLoad(run)),
    renderTable('What the viewers received', listReceived(run)),
  ].join('\n\n')
}

/** By the page's own rule a viewer polls once per interval, from 3 s after the next picture is due, spread over a quarter of the interval. */
function listLoad({ viewers, seconds, everySeconds, result }: CrowdRun): Row[] {
  const spreadSeconds = Math.min(15, 0.25 * everySeconds)
  const share = viewers / aimedViewers
  const kilobytes = result.pictureBytes / Math.max(1, result.pictures) / 1000
  return [
    [
      'viewers, each with a kept-alive connection',
      `${viewers}${share === 1 ? '' : ` (${share.toFixed(2)} of the ${aimedViewers} aimed at)`}`,
    ],
    ['a picture every', `${everySeconds} s, for ${seconds} s`],
    ['polls: viewers / interval', `${Math.round(viewers / everySeconds)}/s on average`],
    [
      `within ${spreadSeconds} s of each picture`,
      `${Math.round(viewers / spreadSeconds)}/s, and as many pictures of ${kilobytes.toFixed(0)} kB`,
    ],
    [
      'polls: on arrival, then once per picture',
      `${result.polls}, of them ${result.unchanged} unchanged (304)`,
    ],
  ]
}

function listReceived(run: CrowdRun): Row[] {
  const { result, counts, everySeconds } = run
  const errors = Object.entries(result.errors)
  const aimMs = (everySeconds + 10) * 1000
  // The last pictures of the run had no time to reach all viewers.
  const judged = result.spread.filter(
    ({ acknowledgedAtMs }) => acknowledgedAtMs + aimMs <= run.endedAtMs,
  )
  const latest = Math.max(0, ...judged.map(({ lastMs }) => lastMs))
  const median = Math.max(0, ...judged.map(({ p50Ms }) => p50Ms))
  const missing = judged.reduce((sum, each) => sum + each.missing, 0)
  const expected = run.picturesSent * run.variantsEach
  return [
    [
      'errors',
      errors.length === 0 ? '0' : errors.map(([what, n]) => `${n} ${what}`).join(', '),
      '0',
      errors.length === 0,
    ],
    [
      'polls, from when each was due',
      `p50 ${result.pollP50Ms.toFixed(1)} ms, p99 ${result.pollP99Ms.toFixed(1)} ms, slowest ${result.pollMaxMs.toFixed(0)} ms`,
      'p99 < 100 ms',
      result.pollP99Ms < 100,
    ],
    [
      '  in the worst second',
      `${result.worstSecond.polls} polls, p99 ${result.worstSecond.p99Ms.toFixed(1)} ms, ${result.worstSecond.second} s after the first viewer arrived`,
    ],
    ['  of which the crowd’s own timers', `p99 ${result.ownLagP99Ms.toFixed(1)} ms`],
    ['pictures', `${result.pictures}, p99 ${result.pictureP99Ms.toFixed(1)} ms`],
    [
      `a new picture reaches the last viewer after (${judged.length} pictures)`,
      `${(latest / 1000).toFixed(1)} s, half of them after ${(median / 1000).toFixed(1)} s`,
      `<= ${everySeconds + 10} s`,
      judged.length > 0 && latest <= aimMs,
    ],
    ['viewers who missed a picture', `${missing}`, '0', missing === 0],
    [
      `variants made, for ${run.picturesSent} pictures`,
      `${counts.renders}`,
      `${expected}, each once`,
      counts.renders === expected,
    ],
    [
      'served from the public cache',
      `${((100 * counts.hits) / Math.max(1, counts.hits + counts.misses)).toFixed(2)} %`,
    ],
    [
      'CPU of the site',
      run.cpuSeconds === null
        ? 'unknown on this system'
        : `${((100 * run.cpuSeconds) / run.seconds).toFixed(0)} % of one core on average`,
    ],
    ['memory of the site at the end', formatMemory(run.memory)],
  ]
}
