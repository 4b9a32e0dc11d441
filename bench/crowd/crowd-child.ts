import { getNextPollDelayMs } from '#lib/api/next-poll.ts'
import { percentile } from '../serving/statistics.ts'
import { createConnection } from './connection.ts'
import { createSightings } from './first-views.ts'
import {
  type CrowdPlan,
  type CrowdResult,
  type FromCrowd,
  readClockMs,
  type ToCrowd,
} from './plan.ts'
import { chooseVariant, createViewReader, type View } from './views.ts'

/*
 * The crowd, in a process of its own: each viewer a kept connection and the page's own rule of when to ask again. Open loop: a
 * question is asked when it is due, whether others have been answered or not, and its time is counted from when it was due.
 */
const plan: CrowdPlan = JSON.parse(process.argv[2] ?? '{}')
const readView = createViewReader()
const sightings = createSightings()
const latencies: number[] = []
const bySecond = new Map<number, number[]>()
const pictureLatencies: number[] = []
const lags: number[] = []
const faults: Record<string, number> = {}
/** Ten thousand viewers are made before the first of them comes. */
const startMs = readClockMs() + 1_500
let polls = 0
let unchanged = 0
let pictureBytes = 0
let isOver = false

const browser = { accept: '*/*', 'accept-encoding': 'br', 'cache-control': 'max-age=0' }
function noteLatency(dueMs: number, ms: number): void {
  latencies.push(ms)
  const second = Math.max(0, Math.floor((dueMs - startMs) / 1000))
  const all = bySecond.get(second)
  if (all === undefined) bySecond.set(second, [ms])
  else all.push(ms)
}

function findWorstSecond(): CrowdResult['worstSecond'] {
  return [...bySecond]
    .map(([second, all]) => ({ second, polls: all.length, p99Ms: percentile(all, 0.99) }))
    .reduce((worst, each) => (each.p99Ms > worst.p99Ms ? each : worst))
}

const countFault = (what: string) => {
  faults[what] = (faults[what] ?? 0) + 1
}

function startViewer(viewer: number, cameAtMs: number): void {
  sightings.noteViewer(cameAtMs)
  const connection = createConnection(plan.port)
  let etag: string | null = null
  let view: View | null = null
  let failures = 0

  /** @returns the answer's view; `null` where it came to nothing */
  async function poll(dueMs: number): Promise<View | null> {
    const known: Record<string, string> = etag === null ? {} : { 'if-none-match': etag }
    const answer = await connection.ask(plan.path, { ...browser, ...known })
    polls += 1
    noteLatency(dueMs, readClockMs() - dueMs)
    if (answer.status === 304 && view !== null) {
      unchanged += 1
      return view
    }
    if (answer.status !== 200 || answer.etag === null) {
      countFault(`poll answered ${answer.status}`)
      return null
    }
    etag = answer.etag
    return readView(answer.etag, answer.body)
  }

  async function bring(next: View): Promise<void> {
    const path = chooseVariant(next, viewer)
    if (path === undefined || next.sha256 === null) return
    const startedMs = readClockMs()
    const { status, body } = await connection.ask(path, browser)
    pictureLatencies.push(readClockMs() - startedMs)
    pictureBytes += body.length
    if (status !== 200) countFault(`picture answered ${status}`)
    else sightings.noteSeen(next.sha256, readClockMs(), cameAtMs)
  }

  async function visit(dueMs: number): Promise<void> {
    lags.push(readClockMs() - dueMs)
    try {
      const next = await poll(dueMs)
      failures = next === null ? failures + 1 : 0
      const isNew = next !== null && next.sha256 !== view?.sha256
      view = next ?? view
      if (next !== null && isNew) await bring(next)
    } catch (error) {
      failures += 1
      if (!isOver) countFault(error instanceof Error ? error.message : String(error))
    }
    if (isOver) return
    const nowMs = readClockMs()
    wait(
      nowMs +
        getNextPollDelayMs({
          nowMs,
          lastSeenMs: view?.lastSeenMs ?? cameAtMs,
          intervalSeconds: view?.lastSeenMs ? view.intervalSeconds : 0,
          failures,
          retryAfterSeconds: null,
          jitter: Math.random(),
        }),
    )
  }

  function wait(dueMs: number): void {
    setTimeout(() => void visit(dueMs), Math.max(0, dueMs - readClockMs()))
  }

  wait(cameAtMs)
}

function tell(message: FromCrowd): void {
  process.send?.(message)
}

process.on('message', (message: ToCrowd) => {
  if (message.kind === 'picture') sightings.notePicture(message.picture)
  else {
    isOver = true
    const result: CrowdResult = {
      polls,
      unchanged,
      pictures: pictureLatencies.length,
      pictureBytes,
      faults,
      pollP50Ms: percentile(latencies, 0.5),
      pollP99Ms: percentile(latencies, 0.99),
      pollMaxMs: percentile(latencies, 1),
      pictureP99Ms: percentile(pictureLatencies, 0.99),
      worstSecond: findWorstSecond(),
      seen: sightings.listSeen(),
      ownLagP99Ms: percentile(lags, 0.99),
    }
    process.send?.({ kind: 'result', result } satisfies FromCrowd, () => process.exit(0))
  }
})

for (let viewer = 0; viewer < plan.viewers; viewer += 1)
  startViewer(viewer, startMs + (viewer * plan.arrivingSeconds * 1000) / plan.viewers)
tell({ kind: 'ready' })
