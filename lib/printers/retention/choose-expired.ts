import type { StoredSnapshot } from '../ports.ts'

const hourMs = 60 * 60 * 1000
const dayMs = 24 * hourMs
const keepAllForMs = 48 * hourMs
const keepHourlyForMs = 30 * dayMs
const maxFramesOfPrint = 60

/**
 * Chooses the pictures to delete from the histories of all printers (each oldest first):
 * 1. All pictures of the last 48 hours stay; of older ones, one per hour for 30 days and one per day after that.
 * 2. Of each print up to 60 frames stay instead, evenly over its time, including its first and its last.
 * 3. If the remaining bytes are over the budget, the oldest go first, of any printer.
 * A printer's newest picture is never deleted. A second run on the result deletes nothing more.
 */
export function chooseExpiredSnapshots(
  histories: readonly (readonly StoredSnapshot[])[],
  now: Date,
  { maxBytes }: { maxBytes: number },
): StoredSnapshot[] {
  const kept = new Set(histories.flatMap((history) => [...thin(history, now)]))
  for (const snapshot of listOverBudget(histories, kept, maxBytes)) kept.delete(snapshot)
  return histories.flat().filter((snapshot) => !kept.has(snapshot))
}

/** The pictures of one printer that stay by age. */
function thin(history: readonly StoredSnapshot[], now: Date): Set<StoredSnapshot> {
  const isYoung = ({ capturedAt }: StoredSnapshot) =>
    now.getTime() - capturedAt.getTime() < keepAllForMs
  const kept = new Set(history.filter(isYoung))
  const newest = history.at(-1)
  if (newest) kept.add(newest)
  const seen = new Set<string>()
  for (const run of splitRuns(history)) {
    const old = run.filter((snapshot) => !isYoung(snapshot))
    const chosen = run[0]?.jobName == null ? firstOfEach(old, now, seen) : spread(old)
    for (const snapshot of chosen) kept.add(snapshot)
  }
  return kept
}

/** Groups neighbours with the same job, or with none. */
function splitRuns(history: readonly StoredSnapshot[]): StoredSnapshot[][] {
  const runs: StoredSnapshot[][] = []
  for (const snapshot of history) {
    const run = runs.at(-1)
    if (run && run[0]?.jobName === snapshot.jobName) run.push(snapshot)
    else runs.push([snapshot])
  }
  return runs
}

/** The first of each hour, or of each day after 30 days; `seen` has the spans that have one already. */
function firstOfEach(
  old: readonly StoredSnapshot[],
  now: Date,
  seen: Set<string>,
): StoredSnapshot[] {
  return old.filter(({ capturedAt }) => {
    const at = capturedAt.getTime()
    const spanMs = now.getTime() - at < keepHourlyForMs ? hourMs : dayMs
    const span = `${spanMs} ${Math.floor(at / spanMs)}`
    if (seen.has(span)) return false
    seen.add(span)
    return true
  })
}

/** By time and not by count: a print that is thinned while it runs keeps its early frames as far apart as its late ones. */
function spread(frames: readonly StoredSnapshot[]): StoredSnapshot[] {
  if (frames.length <= maxFramesOfPrint) return [...frames]
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
  return frames.filter((_, at) => chosen.has(at))
}

function listOverBudget(
  histories: readonly (readonly StoredSnapshot[])[],
  kept: ReadonlySet<StoredSnapshot>,
  maxBytes: number,
): StoredSnapshot[] {
  const newest = new Set(histories.map((history) => history.at(-1)))
  // Snapshots with the same picture share one blob, which is deleted with the last of them.
  const references = new Map<string, number>()
  let total = 0
  for (const { sha256, bytes } of kept) {
    const count = references.get(sha256) ?? 0
    if (count === 0) total += bytes
    references.set(sha256, count + 1)
  }
  const oldestFirst = [...kept]
    .filter((snapshot) => !newest.has(snapshot))
    .sort((a, b) => a.capturedAt.getTime() - b.capturedAt.getTime() || a.id - b.id)
  const over: StoredSnapshot[] = []
  for (const snapshot of oldestFirst) {
    if (total <= maxBytes) break
    over.push(snapshot)
    const count = (references.get(snapshot.sha256) ?? 1) - 1
    references.set(snapshot.sha256, count)
    if (count === 0) total -= snapshot.bytes
  }
  return over
}
