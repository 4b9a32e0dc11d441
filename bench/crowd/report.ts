import { formatMemory, type Memory } from '../serving/memory.ts'
import { type Row, renderTable } from '../serving/table.ts'
import type { CrowdResult } from './plan.ts'
import type { Counts } from './renders.ts'

export interface CrowdRun {
  viewers: number
  seconds: number
  everySeconds: number
  /** As `readClockMs` tells it. */
  endedAtMs: number
  result: CrowdResult
  /** Of the site, since its start. */
  counts: Counts
  picturesSent: number
  variantsEach: number
  cpuSeconds: number | null
  memory: Memory
}

const aimedViewers = 10_000

/** What the crowd saw, beside what it should have. */
export function renderCrowd(run: CrowdRun): string {
  return [
    renderTable('The arithmetic', listArithmetic(run)),
    renderTable('What was seen', listSeen(run)),
  ].join('\n\n')
}

/** By the page's own rule: a viewer asks once an interval, 3 s after the picture is due and within a quarter of the interval. */
function listArithmetic({ viewers, seconds, everySeconds, result }: CrowdRun): Row[] {
  const spreadSeconds = Math.min(15, 0.25 * everySeconds)
  const share = viewers / aimedViewers
  const kilobytes = result.pictureBytes / Math.max(1, result.pictures) / 1000
  return [
    {
      what: 'viewers, each with a kept connection',
      measured: `${viewers}${share === 1 ? '' : ` (${share.toFixed(2)} of the ${aimedViewers} aimed at)`}`,
    },
    { what: 'a picture every', measured: `${everySeconds} s, for ${seconds} s` },
    {
      what: 'polls: viewers / interval',
      measured: `${Math.round(viewers / everySeconds)}/s on average`,
    },
    {
      what: `within ${spreadSeconds} s of each picture's turn`,
      measured: `${Math.round(viewers / spreadSeconds)}/s, and as many pictures of ${kilobytes.toFixed(0)} kB`,
    },
    {
      what: 'polls counted: once on coming, then each turn',
      measured: `${result.polls}, of them ${result.unchanged} unchanged (304)`,
    },
  ]
}

function listSeen(run: CrowdRun): Row[] {
  const { result, counts, everySeconds } = run
  const faults = Object.entries(result.faults)
  const aimMs = (everySeconds + 10) * 1000
  // Whoever came too late in the run had no time to reach everybody.
  const judged = result.seen.filter(
    ({ acknowledgedAtMs }) => acknowledgedAtMs + aimMs <= run.endedAtMs,
  )
  const latest = Math.max(0, ...judged.map(({ lastMs }) => lastMs))
  const median = Math.max(0, ...judged.map(({ p50Ms }) => p50Ms))
  const missing = judged.reduce((sum, each) => sum + each.missing, 0)
  const expected = run.picturesSent * run.variantsEach
  return [
    {
      what: 'errors',
      measured: faults.length === 0 ? '0' : faults.map(([what, n]) => `${n} ${what}`).join(', '),
      aim: '0',
      isMet: faults.length === 0,
    },
    {
      what: 'polls, from when each was due',
      measured: `p50 ${result.pollP50Ms.toFixed(1)} ms, p99 ${result.pollP99Ms.toFixed(1)} ms, slowest ${result.pollMaxMs.toFixed(0)} ms`,
      aim: 'p99 < 100 ms',
      isMet: result.pollP99Ms < 100,
    },
    {
      what: '  in the worst second',
      measured: `${result.worstSecond.polls} polls, p99 ${result.worstSecond.p99Ms.toFixed(1)} ms, ${result.worstSecond.second} s after the first came`,
    },
    {
      what: '  of that the crowd’s own timers',
      measured: `p99 ${result.ownLagP99Ms.toFixed(1)} ms`,
    },
    {
      what: 'pictures, whole',
      measured: `${result.pictures}, p99 ${result.pictureP99Ms.toFixed(1)} ms`,
    },
    {
      what: `a new picture is with the last viewer after (${judged.length} judged)`,
      measured: `${(latest / 1000).toFixed(1)} s, with half of them after ${(median / 1000).toFixed(1)} s`,
      aim: `<= ${everySeconds + 10} s`,
      isMet: judged.length > 0 && latest <= aimMs,
    },
    {
      what: 'viewers who never saw one',
      measured: `${missing}`,
      aim: '0',
      isMet: missing === 0,
    },
    {
      what: `variants made, for ${run.picturesSent} pictures`,
      measured: `${counts.renders}`,
      aim: `${expected}, each once`,
      isMet: counts.renders === expected,
    },
    {
      what: 'answered from memory',
      measured: `${((100 * counts.hits) / Math.max(1, counts.hits + counts.misses)).toFixed(2)} %`,
    },
    {
      what: 'processor of the site',
      measured:
        run.cpuSeconds === null
          ? 'not told here'
          : `${((100 * run.cpuSeconds) / run.seconds).toFixed(0)} % of one core on average`,
    },
    { what: 'memory of the site at the end', measured: formatMemory(run.memory) },
  ]
}
