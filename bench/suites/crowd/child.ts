import { getNextPollDelayMs } from '#lib/api/next-poll.ts'
import { percentile } from '../../figures.ts'
import { createConnection } from '../../http-connection.ts'
import {
  type CrowdPlan,
  type CrowdResult,
  type FromCrowd,
  readClockMs,
  type ToCrowd,
} from './messages.ts'
import { chooseVariant, createViewLog, createViewParser, type View } from './views.ts'

/*
 * The crowd, in its own process: each viewer has a kept-alive connection and the page's own rule of when to poll again. Open loop: a
 * poll is sent when it is due, regardless of other responses, and its latency counts from then.
 */
const plan: CrowdPlan = JSON.parse(process.argv[2] ?? '{}')
const parseView = createViewParser()
const log = createViewLog()
const latencies: number[] = []
const bySecond = new Map<number, number[]>()
const pictureLatencies: number[] = []
const lags: number[] = []
const errors: Record<string, number> = {}
/** Leaves time to create ten thousand viewers before the first one arrives. */
const startMs = readClockMs() + 1_500
let unchanged = 0
let pictureBytes = 0
let isOver = false

const browserHeaders = { accept: '*/*', 'accept-encoding': 'br', 'cache-control': 'max-age=0' }

function addLatency(dueMs: number, ms: number): void {
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

function countError(what: string): void {
  errors[what] = (errors[what] ?? 0) + 1
}

function startViewer(viewer: number, arrivedAtMs: number): void {
  log.addViewer(arrivedAtMs)
  const connection = createConnection(plan.port)
  let etag: string | null = null
  let view: View | null = null
  let failures = 0

  /** @returns `null` for an unexpected status */
  async function poll(dueMs: number): Promise<View | null> {
    const conditional: Record<string, string> = etag === null ? {} : { 'if-none-match': etag }
    const response = await connection.get(plan.path, { ...browserHeaders, ...conditional })
    addLatency(dueMs, readClockMs() - dueMs)
    if (response.status === 304 && view !== null) {
      unchanged += 1
      return view
    }
    if (response.status !== 200 || response.etag === null) {
      countError(`poll: status ${response.status}`)
      return null
    }
    etag = response.etag
    return parseView(response.etag, response.body)
  }

  async function loadPicture(next: View): Promise<void> {
    const path = chooseVariant(next, viewer)
    if (path === undefined || next.sha256 === null) return
    const startedMs = readClockMs()
    const { status, body } = await connection.get(path, browserHeaders)
    pictureLatencies.push(readClockMs() - startedMs)
    pictureBytes += body.length
    if (status !== 200) countError(`picture: status ${status}`)
    else log.addReceived(next.sha256, readClockMs(), arrivedAtMs)
  }

  async function update(dueMs: number): Promise<void> {
    lags.push(readClockMs() - dueMs)
    try {
      const next = await poll(dueMs)
      failures = next === null ? failures + 1 : 0
      const isNew = next !== null && next.sha256 !== view?.sha256
      view = next ?? view
      if (next !== null && isNew) await loadPicture(next)
    } catch (error) {
      failures += 1
      if (!isOver) countError(error instanceof Error ? error.message : String(error))
    }
    if (isOver) return
    const nowMs = readClockMs()
    const delayMs = getNextPollDelayMs({
      nowMs,
      lastSeenMs: view?.lastSeenMs ?? arrivedAtMs,
      intervalSeconds: view?.lastSeenMs ? view.intervalSeconds : 0,
      // Of the simulated printer, which prints throughout.
      isPrinting: true,
      failures,
      retryAfterSeconds: null,
      jitter: Math.random(),
    })
    schedule(nowMs + delayMs)
  }

  function schedule(dueMs: number): void {
    setTimeout(() => void update(dueMs), Math.max(0, dueMs - readClockMs()))
  }

  schedule(arrivedAtMs)
}

process.on('message', (message: ToCrowd) => {
  if (message.kind === 'picture') return log.addPicture(message.picture)
  isOver = true
  const result: CrowdResult = {
    polls: latencies.length,
    unchanged,
    pictures: pictureLatencies.length,
    pictureBytes,
    errors,
    pollP50Ms: percentile(latencies, 0.5),
    pollP99Ms: percentile(latencies, 0.99),
    pollMaxMs: percentile(latencies, 1),
    pictureP99Ms: percentile(pictureLatencies, 0.99),
    worstSecond: findWorstSecond(),
    spread: log.summarize(),
    ownLagP99Ms: percentile(lags, 0.99),
  }
  process.send?.({ kind: 'result', result } satisfies FromCrowd, () => process.exit(0))
})

for (let viewer = 0; viewer < plan.viewers; viewer += 1)
  startViewer(viewer, startMs + (viewer * plan.arrivingSeconds * 1000) / plan.viewers)
process.send?.({ kind: 'ready' } satisfies FromCrowd)
