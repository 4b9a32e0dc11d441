import type { StoredSnapshot } from '../ports.ts'

const hourMs = 60 * 60 * 1000
const dayMs = 24 * hourMs
const keepAllForMs = 48 * hourMs
const keepHourlyForMs = 30 * dayMs
const maxFramesOfPrint = 60
/** Longer than any print. More frames are thinned in parts, which bounds the memory. */
const maxRun = 20_000

/** A camera's snapshots, oldest first. */
type History = Iterable<StoredSnapshot> | AsyncIterable<StoredSnapshot>

/**
 * Lists the pictures of one camera that expire by age:
 * 1. All pictures of the last 48 hours stay; of older ones, one per hour for 30 days and one per day after that.
 * 2. Of each print up to 60 frames stay instead, evenly over its time, including its first and its last.
 * A camera's newest picture never expires. Without these, the history has nothing more that expires.
 */
export async function* listExpired(history: History, now: Date): AsyncGenerator<StoredSnapshot> {
  /** Neighbours with the same job. */
  let run: StoredSnapshot[] = []
  let lastSpan = ''
  /** Expires unless it is the newest. */
  let surplus: StoredSnapshot | null = null
  for await (const snapshot of history) {
    if (surplus !== null) yield surplus
    surplus = null
    const isYoung = now.getTime() - snapshot.capturedAt.getTime() < keepAllForMs
    const isSameRun = run[0]?.jobName === snapshot.jobName && run.length < maxRun
    if (isYoung || !isSameRun) {
      yield* listSurplus(run)
      run = []
    }
    if (isYoung) return
    if (snapshot.jobName !== null) run.push(snapshot)
    else {
      const span = spanOf(snapshot, now)
      if (span === lastSpan) surplus = snapshot
      lastSpan = span
    }
  }
  yield* listSurplus(run)
}

/** The hour or, after 30 days, the day of which one picture stays. */
function spanOf({ capturedAt }: StoredSnapshot, now: Date): string {
  const at = capturedAt.getTime()
  const spanMs = now.getTime() - at < keepHourlyForMs ? hourMs : dayMs
  return `${spanMs} ${Math.floor(at / spanMs)}`
}

/** By time and not by count: a print that is thinned while it runs keeps its early frames as far apart as its late ones. */
function listSurplus(frames: readonly StoredSnapshot[]): StoredSnapshot[] {
  if (frames.length <= maxFramesOfPrint) return []
  const times = frames.map((frame) => frame.capturedAt.getTime())
  const [first = 0, last = 0] = [times[0], times.at(-1)]
  const chosen = new Set([0, frames.length - 1])
  let index = 0
  for (let step = 1; step < maxFramesOfPrint - 1; step++) {
    const target = first + ((last - first) * step) / (maxFramesOfPrint - 1)
    const distance = (at: number) => Math.abs((times[at] ?? Number.POSITIVE_INFINITY) - target)
    // `<=` continues over equal times, or the search would stop at the first of them.
    while (distance(index + 1) <= distance(index)) index++
    chosen.add(index)
  }
  return frames.filter((_, at) => !chosen.has(at))
}

export interface Budget {
  /** By how much the pictures exceed the budget. */
  excessBytes: number
  /** How many snapshots of any printer have this picture. */
  countReferences(sha256: string): Promise<number>
  /** What a picture takes, with its variants. */
  getBytes(snapshot: StoredSnapshot): Promise<number>
}

/**
 * Lists the oldest pictures of all printers until enough bytes are free. Snapshots with the same picture share one blob, which is
 * deleted with the last of them. Each camera keeps its newest picture.
 */
export async function* listOverBudget(
  histories: readonly History[],
  { excessBytes, countReferences, getBytes }: Budget,
): AsyncGenerator<StoredSnapshot> {
  const references = new Map<string, number>()
  let left = excessBytes
  if (left <= 0) return
  for await (const snapshot of mergeByTime(histories)) {
    yield snapshot
    const { sha256 } = snapshot
    const others = (references.get(sha256) ?? (await countReferences(sha256))) - 1
    references.set(sha256, others)
    if (others === 0) {
      references.delete(sha256)
      left -= await getBytes(snapshot)
    }
    if (left <= 0) return
  }
}

/** All but the newest of each history, oldest first. */
async function* mergeByTime(histories: readonly History[]): AsyncGenerator<StoredSnapshot> {
  const heads: { snapshot: StoredSnapshot; rest: AsyncIterator<StoredSnapshot> }[] = []
  const push = async (rest: AsyncIterator<StoredSnapshot>) => {
    const next = await rest.next()
    if (next.done !== true) heads.push({ snapshot: next.value, rest })
  }
  for (const history of histories) await push(listAllButLast(history))
  for (;;) {
    heads.sort(
      ({ snapshot: a }, { snapshot: b }) =>
        a.capturedAt.getTime() - b.capturedAt.getTime() || a.id - b.id,
    )
    const oldest = heads.shift()
    if (oldest === undefined) return
    yield oldest.snapshot
    await push(oldest.rest)
  }
}

async function* listAllButLast(history: History): AsyncGenerator<StoredSnapshot> {
  let last: StoredSnapshot | null = null
  for await (const snapshot of history) {
    if (last !== null) yield last
    last = snapshot
  }
}
