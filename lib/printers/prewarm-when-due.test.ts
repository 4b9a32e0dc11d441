import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { PrinterEvents } from './events.ts'
import { prewarmWhenDue } from './prewarm-when-due.ts'
import type { Current, Printer } from './types.ts'

/* The clock is driven; the store is a fake, since only what it says of one printer is asked. */

const noon = new Date('2026-11-22T12:00:00Z')
const idleMs = 20_000
let intervalSeconds: number | null = 600
let isPublishing = true
let warmedAt: number[] = []
let events = new EventEmitter<PrinterEvents>()
let lastReceivedAt: Date | null = noon
let ignored = 0
let stop: () => void = () => undefined

beforeEach(() => {
  vi.useFakeTimers({ now: noon })
  intervalSeconds = 600
  isPublishing = true
  ignored = 0
  warmedAt = []
  events = new EventEmitter()
  lastReceivedAt = noon
})
afterEach(() => {
  stop()
  vi.useRealTimers()
})

async function start(): Promise<void> {
  const printer = () => ({ id: 1, isPublishing }) as Printer // nothing else of it is asked for
  stop = prewarmWhenDue({
    store: {
      printers: {
        getPrinter: async () => printer(),
        listPrinters: async () => [printer()],
      } as never, // nothing else of it is asked for
      snapshots: {
        getCurrent: async () => ({ intervalSeconds, lastReceivedAt }) as Current,
      } as never,
    },
    events,
    ignores: (id) => id === ignored,
    warm: () => warmedAt.push((Date.now() - noon.getTime()) / 1000),
    idleMs,
    now: () => new Date(),
    onError: (error) => {
      throw error
    },
  })
  await vi.advanceTimersByTimeAsync(0)
}

const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000)

describe('the image process is not started for nothing', () => {
  test.each([
    ['pictures come so often that it is there anyway', () => (intervalSeconds = 25)],
    ['the sender has promised nothing', () => (intervalSeconds = null)],
    ['nothing has come yet', () => (lastReceivedAt = null)],
    ['we ask for the pictures ourselves', () => (ignored = 1)],
    ['the camera rests', () => (isPublishing = false)],
    ['nothing has come for days', () => (lastReceivedAt = new Date(noon.getTime() - 86_400_000))],
  ])('%s', async (_, arrange) => {
    arrange()
    await start()
    await pass(7200)
    expect(warmedAt).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })
})

test('it is ready shortly before each turn, until three were missed', async () => {
  await start()
  await pass(7200)
  expect(warmedAt).toEqual([595, 1195, 1795])
})

test('each report counts anew, and one timer is all', async () => {
  await start()
  await pass(602)
  lastReceivedAt = new Date()
  events.emit('changed', 1)
  await pass(0)
  expect(vi.getTimerCount()).toBe(1)
  await pass(600)
  expect(warmedAt).toEqual([595, 1197])
})

test('a site that starts between two pictures knows when the next is due', async () => {
  lastReceivedAt = new Date(noon.getTime() - 650_000)
  await start()
  await pass(546)
  expect(warmedAt).toEqual([545])
})

test('after it was stopped nothing is left', async () => {
  await start()
  stop()
  expect(vi.getTimerCount()).toBe(0)
})
