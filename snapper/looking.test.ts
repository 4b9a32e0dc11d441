import { expect, test } from 'vitest'
import { createLooking } from './looking.ts'
import type { Change } from './moments.ts'
import type { Occasion } from './schedule.ts'
import { realTiming as timing } from './timing.ts'

/** Looking with announcements by the test. */
function startLooking() {
  let announcement = new AbortController()
  let pending: Change | null = null
  const occasions: Occasion[] = []
  let reports = 0
  const looking = createLooking({
    tick: async (occasion) => {
      occasions.push(occasion)
      return true
    },
    moments: {
      dueAtMs: () => (pending === null ? Number.POSITIVE_INFINITY : 0),
      announced: () => announcement.signal,
      take() {
        const change = pending
        pending = null
        return change
      },
      reported() {
        reports += 1
      },
      missed() {},
    },
    timing,
    log: () => {},
  })
  return {
    looking,
    occasions,
    countReports: () => reports,
    announce(change: Change) {
      pending = change
      announcement.abort()
      announcement = new AbortController()
    },
  }
}

test('during an upload of minutes a moment is looked at once, and its picture taken', async () => {
  const { looking, occasions, announce } = startLooking()
  const upload = Promise.withResolvers<string>()
  const working = looking.during(upload.promise)
  announce({ unchangedAtMs: 7 })
  await expect.poll(() => occasions).toEqual([{ isScheduled: false, change: { unchangedAtMs: 7 } }])
  upload.resolve('delivered')
  expect(await working).toEqual(['delivered', true])
})

test('an announcement ends a sleep of hours', async () => {
  const { looking, announce } = startLooking()
  const sleeping = looking.waitUntil(timing.monotonic() + 7_200_000, new AbortController().signal)
  announce({ unchangedAtMs: null })
  await sleeping
  expect(looking.isDue()).toBe(true)
})

test('a look on schedule takes what was announced, and only others count for the limit', async () => {
  const { looking, occasions, announce, countReports } = startLooking()
  announce({ unchangedAtMs: 7 })
  await looking.look(true)
  expect(looking.isDue()).toBe(false)
  expect(occasions).toEqual([{ isScheduled: true, change: { unchangedAtMs: 7 } }])
  expect(countReports()).toBe(0)
  await looking.look(false)
  expect(countReports()).toBe(1)
})

test('a failed upload is passed on', async () => {
  const { looking } = startLooking()
  await expect(looking.during(Promise.reject(new Error('broken')))).rejects.toThrow('broken')
})
