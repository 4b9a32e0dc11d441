import { describe, expect, test } from 'vitest'
import type { StoredSnapshot } from '../ports.ts'
import { listExpired, listOverBudget } from './choose-expired.ts'

const now = new Date('2026-11-22T12:00:00Z')
const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const unlimited = { maxBytes: Number.POSITIVE_INFINITY }

let lastId = 0
function makeKept(agoMs: number, changes: Partial<StoredSnapshot> = {}): StoredSnapshot {
  const id = ++lastId
  const capturedAt = new Date(now.getTime() - agoMs)
  return {
    id,
    printerId: 1,
    sha256: `hash ${id}`,
    bytes: 1000,
    capturedAt,
    jobName: null,
    ...changes,
  }
}

/** One picture every `everyMs` from `fromAgoMs` to `toAgoMs` ago, oldest first. */
function every(
  everyMs: number,
  [fromAgoMs, toAgoMs]: [number, number],
  changes: Partial<StoredSnapshot> = {},
): StoredSnapshot[] {
  const made: StoredSnapshot[] = []
  for (let ago = fromAgoMs; ago >= toAgoMs; ago -= everyMs) made.push(makeKept(ago, changes))
  return made
}

/** Both rules, one after the other, as retention applies them. */
async function chooseExpired(
  histories: StoredSnapshot[][],
  at: Date,
  { maxBytes }: { maxBytes: number },
): Promise<StoredSnapshot[]> {
  const expired = new Set<StoredSnapshot>()
  for (const history of histories)
    for await (const snapshot of listExpired(history, at)) expired.add(snapshot)
  const left = histories.map((history) => history.filter((each) => !expired.has(each)))
  const sizes = new Map(left.flat().map(({ sha256, bytes }) => [sha256, bytes]))
  const total = [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0)
  const over = listOverBudget(left, {
    excessBytes: total - maxBytes,
    countReferences: async (sha256) => left.flat().filter((each) => each.sha256 === sha256).length,
    getBytes: async ({ bytes }) => bytes,
  })
  return [...expired, ...(await Array.fromAsync(over))]
}

async function keep(history: StoredSnapshot[], at = now, budget = unlimited) {
  const expired = new Set(await chooseExpired([history], at, budget))
  return history.filter((snapshot) => !expired.has(snapshot))
}

const countBy = (kept: StoredSnapshot[], spanMs: number) => {
  const spans = Map.groupBy(kept, ({ capturedAt }) => Math.floor(capturedAt.getTime() / spanMs))
  return [...spans.values()].map((span) => span.length)
}

describe('by age', () => {
  test('an empty history has nothing to delete', async () => {
    expect(await chooseExpired([], now, unlimited)).toEqual([])
    expect(await chooseExpired([[]], now, { maxBytes: 0 })).toEqual([])
  })

  test('all pictures of the last 48 hours stay', async () => {
    const history = every(minuteMs, [48 * hourMs - 1, 0])
    expect(await keep(history)).toEqual(history)
  })

  test('one per hour stays between 2 and 30 days ago', async () => {
    const kept = await keep(every(10 * minuteMs, [29 * dayMs, 3 * dayMs]))
    expect(new Set(countBy(kept, hourMs))).toEqual(new Set([1]))
    expect(kept.length).toBeGreaterThanOrEqual(26 * 24)
  })

  test('one per day stays after 30 days', async () => {
    const kept = (await keep(every(hourMs, [400 * dayMs, 32 * dayMs]))).slice(0, -1)
    expect(new Set(countBy(kept, dayMs))).toEqual(new Set([1]))
    expect(kept.length).toBeGreaterThanOrEqual(368)
  })

  test('the newest picture stays at any age', async () => {
    const history = every(minuteMs, [100 * dayMs, 100 * dayMs - 10 * minuteMs])
    expect((await keep(history)).at(-1)).toBe(history.at(-1))
  })
})

describe('prints', () => {
  const job = { jobName: 'benchy.gcode' }

  test('up to 60 frames of a print all stay', async () => {
    const history = every(10 * minuteMs, [100 * dayMs, 100 * dayMs - 590 * minuteMs], job)
    expect(history).toHaveLength(60)
    expect(await keep([...history, makeKept(0)])).toHaveLength(61)
  })

  test('60 frames of a longer one stay, evenly, including the first and the last', async () => {
    const history = every(minuteMs, [100 * dayMs, 100 * dayMs - 1200 * minuteMs], job)
    const kept = (await keep([...history, makeKept(0)])).slice(0, -1)
    expect(kept).toHaveLength(60)
    expect([kept[0], kept.at(-1)]).toEqual([history[0], history.at(-1)])
    for (const gapMs of gapsOf(kept)) {
      expect(gapMs).toBeGreaterThanOrEqual(19 * minuteMs)
      expect(gapMs).toBeLessThanOrEqual(22 * minuteMs)
    }
  })

  test('two prints of the same file with another job in between are two', async () => {
    const first = every(minuteMs, [100 * dayMs, 100 * dayMs - 200 * minuteMs], job)
    const idle = makeKept(100 * dayMs - 201 * minuteMs)
    const second = every(minuteMs, [100 * dayMs - 202 * minuteMs, 99 * dayMs], job)
    const kept = await keep([...first, idle, ...second, makeKept(0)])
    expect(kept.filter(({ jobName }) => jobName !== null)).toHaveLength(120)
  })

  test('frames with equal times are thinned to 60, too', async () => {
    const same = Array.from({ length: 500 }, () => makeKept(90 * dayMs, job))
    const last = makeKept(90 * dayMs - hourMs, job)
    const kept = await keep([...same, last, makeKept(0)])
    expect(kept.length).toBeLessThanOrEqual(61)
    expect(kept).toContain(same[0])
    expect(kept).toContain(last)
  })

  test('a print of ten days, thinned every hour, never has too many frames', async () => {
    const frames = every(30 * minuteMs, [10 * dayMs, 0], job)
    const start = frames[0]?.capturedAt.getTime() ?? 0
    let history: StoredSnapshot[] = []
    let next = 0
    for (let at = start; at <= now.getTime() + 4 * dayMs; at += hourMs) {
      while (frames[next] && (frames[next]?.capturedAt.getTime() ?? 0) <= at)
        history.push(...frames.slice(next, ++next))
      history = await keep(history, new Date(at))
      expect(history.length).toBeLessThanOrEqual(60 + 2 * 48 + 2)
    }
    expect(history.length).toBeLessThanOrEqual(60)
    expect(history.length).toBeGreaterThan(45)
    expect([history[0], history.at(-1)]).toEqual([frames[0], frames.at(-1)])
    // Evenly enough: no gap is three times the ideal one.
    expect(Math.max(...gapsOf(history))).toBeLessThan((3 * 10 * dayMs) / 59)
  })
})

describe('the budget', () => {
  test('the oldest pictures of any printer go first, and no more than necessary', async () => {
    const one = every(hourMs, [10 * hourMs, hourMs])
    const two = every(hourMs, [9.5 * hourMs, 0.5 * hourMs])
    const expired = await chooseExpired([one, two], now, { maxBytes: 15_000 })
    expect(new Set(expired)).toEqual(new Set([...one.slice(0, 3), ...two.slice(0, 2)]))
  })

  test('each printer keeps its newest picture, even over the budget', async () => {
    const [old, young] = [every(hourMs, [40 * dayMs, 39 * dayMs]), every(hourMs, [5 * hourMs, 0])]
    const expired = await chooseExpired([old, young], now, { maxBytes: 0 })
    const kept = [...old, ...young].filter((snapshot) => !expired.includes(snapshot))
    expect(kept).toEqual([old.at(-1), young.at(-1)])
  })

  test('a picture of two snapshots counts once, and goes with the last of them', async () => {
    const frozen = every(hourMs, [9 * hourMs, hourMs], { sha256: 'the same', bytes: 5000 })
    const last = makeKept(0)
    expect(await keep([...frozen, last], now, { maxBytes: 6000 })).toHaveLength(10)
    expect(await keep([...frozen, last], now, { maxBytes: 5999 })).toEqual([last])
  })
})

/** Random histories, the same in every run. */
describe.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])('history number %d', async (seed) => {
  const random = makeRandom(seed)
  const histories = Array.from({ length: 1 + Math.floor(random() * 3) }, () => makeWild(random))
  const maxBytes = random() < 0.5 ? Number.POSITIVE_INFINITY : random() * 2_000_000

  const expired = new Set(await chooseExpired(histories, now, { maxBytes }))
  const left = histories.map((history) => history.filter((snapshot) => !expired.has(snapshot)))

  test('a second run deletes nothing', async () => {
    expect(await chooseExpired(left, now, { maxBytes })).toEqual([])
  })

  test('every printer keeps its newest picture', async () => {
    expect(left.map((history) => history.at(-1))).toEqual(histories.map((each) => each.at(-1)))
  })

  test('the budget is respected', async () => {
    const sizes = new Map(left.flat().map(({ sha256, bytes }) => [sha256, bytes]))
    const total = [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0)
    const newest = new Set(left.map((history) => history.at(-1)?.sha256))
    expect(total <= maxBytes || [...sizes.keys()].every((hash) => newest.has(hash))).toBe(true)
  })

  test('without a budget, no picture of the last 48 hours goes', async () => {
    const gone = await chooseExpired(histories, now, unlimited)
    const agesMs = gone.map(({ capturedAt }) => now.getTime() - capturedAt.getTime())
    expect(Math.min(...agesMs)).toBeGreaterThanOrEqual(48 * hourMs)
  })

  test('every old hour with a picture outside of prints still has one', async () => {
    const gone = new Set(await chooseExpired(histories, now, unlimited))
    const hoursOf = (list: StoredSnapshot[]) =>
      list
        .filter(({ jobName }) => jobName === null)
        .map(({ capturedAt }) => capturedAt.getTime())
        .filter((at) => now.getTime() - at < 29 * dayMs)
        .map((at) => Math.floor(at / hourMs))
    for (const history of histories) {
      const stays = new Set(hoursOf(history.filter((snapshot) => !gone.has(snapshot))))
      expect(hoursOf(history).filter((hour) => !stays.has(hour))).toEqual([])
    }
  })
})

function gapsOf(kept: StoredSnapshot[]): number[] {
  const times = kept.map(({ capturedAt }) => capturedAt.getTime())
  return times.slice(1).map((time, index) => time - (times[index] ?? 0))
}

/** Numbers in [0, 1) from a seed: a linear congruential generator. */
function makeRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return state / 2 ** 31
  }
}

function makeWild(random: () => number): StoredSnapshot[] {
  const history: StoredSnapshot[] = []
  let ago = random() * 120 * dayMs
  let jobName: string | null = null
  while (ago > 0 && history.length < 1500) {
    if (random() < 0.02) jobName = random() < 0.5 ? null : `part ${Math.floor(random() * 3)}`
    const sha256 = random() < 0.1 ? 'a frozen camera' : `wild ${++lastId}`
    const bytes = sha256 === 'a frozen camera' ? 3000 : Math.floor(random() * 5000)
    history.push(makeKept(ago, { jobName, sha256, bytes }))
    ago -= random() < 0.01 ? random() * 5 * dayMs : random() * 2 * hourMs
  }
  return history
}
