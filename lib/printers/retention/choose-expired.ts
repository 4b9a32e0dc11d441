import type { StoredSnapshot } from '../ports.ts'

const hourMs = 60 * 60 * 1000
const dayMs = 24 * hourMs
const everythingForMs = 48 * hourMs
const hourlyForMs = 30 * dayMs
const framesOfPrint = 60

/**
 * Which pictures to forget, of the histories of all printers (each oldest first):
 * 1. Everything of the last 48 hours is kept; before that one picture an hour for 30 days, one a day after.
 * 2. Of each print up to 60 frames are kept beside those, evenly over its time, with its first and its last.
 * 3. Where the kept bytes are over the budget, the oldest go first, whichever printer's they are.
 * A printer's newest picture is never forgotten. Run again on what it left, it finds nothing more to forget.
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

/** What stays of one printer's history by its age alone. */
function thin(history: readonly StoredSnapshot[], now: Date): Set<StoredSnapshot> {
  const isYoung = ({ capturedAt }: StoredSnapshot) =>
    now.getTime() - capturedAt.getTime() < everythingForMs
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

/** Neighbours with the same job on the machine, or with none. */
function splitRuns(history: readonly StoredSnapshot[]): StoredSnapshot[][] {
  const runs: StoredSnapshot[][] = []
  for (const snapshot of history) {
    const run = runs.at(-1)
    if (run && run[0]?.jobName === snapshot.jobName) run.push(snapshot)
    else runs.push([snapshot])
  }
  return runs
}

/** The first of each hour, of each day where that is 30 days ago; `seen` holds the spans that have theirs. */
function firstOfEach(
  old: readonly StoredSnapshot[],
  now: Date,
  seen: Set<string>,
): StoredSnapshot[] {
  return old.filter(({ capturedAt }) => {
    const at = capturedAt.getTime()
    const spanMs = now.getTime() - at < hourlyForMs ? hourMs : dayMs
    const span = `${spanMs} ${Math.floor(at / spanMs)}`
    if (seen.has(span)) return false
    seen.add(span)
    return true
  })
}

/** By time and not by count: a print that is thinned while it goes on keeps its early frames as far apart as its late ones. */
function spread(frames: readonly StoredSnapshot[]): StoredSnapshot[] {
  if (frames.length <= framesOfPrint) return [...frames]
  const times = frames.map((frame) => frame.capturedAt.getTime())
  const [first = 0, last = 0] = [times[0], times.at(-1)]
  const chosen = new Set([0, frames.length - 1])
  let index = 0
  for (let step = 1; step < framesOfPrint - 1; step++) {
    const target = first + ((last - first) * step) / (framesOfPrint - 1)
    const distance = (at: number) => Math.abs((times[at] ?? Number.POSITIVE_INFINITY) - target)
    // Over equal times too, or the search would end at the first of them.
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
  const protectedOnes = new Set(histories.map((history) => history.at(-1)))
  // The same picture twice is one blob, gone with the last that names it.
  const namedBy = new Map<string, number>()
  let total = 0
  for (const { sha256, bytes } of kept) {
    const count = namedBy.get(sha256) ?? 0
    if (count === 0) total += bytes
    namedBy.set(sha256, count + 1)
  }
  const oldestFirst = [...kept]
    .filter((snapshot) => !protectedOnes.has(snapshot))
    .sort((a, b) => a.capturedAt.getTime() - b.capturedAt.getTime() || a.id - b.id)
  const over: StoredSnapshot[] = []
  for (const snapshot of oldestFirst) {
    if (total <= maxBytes) break
    over.push(snapshot)
    const count = (namedBy.get(snapshot.sha256) ?? 1) - 1
    namedBy.set(snapshot.sha256, count)
    if (count === 0) total -= snapshot.bytes
  }
  return over
}
