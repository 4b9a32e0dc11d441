import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { PrinterEvents } from './events.ts'
import { prewarmWhenDue } from './prewarm-when-due.ts'
import type { Current, Printer } from './types.ts'

/* The clock is driven. The store is a fake with one printer. */

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
  const printer = () => ({ id: 1, isPublishing }) as Printer // nothing else of it is used
  stop = prewarmWhenDue({
    store: {
      printers: {
        getPrinter: async () => printer(),
        listPrinters: async () => [printer()],
      } as never, // nothing else of it is used
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

describe('the image process is not started if', () => {
  test.each([
    ['pictures arrive so often that it is running anyway', () => (intervalSeconds = 25)],
    ['the sender has promised no interval', () => (intervalSeconds = null)],
    ['there is no report yet', () => (lastReceivedAt = null)],
    ['the site fetches the pictures itself', () => (ignored = 1)],
    ['the camera is paused', () => (isPublishing = false)],
    [
      'there was no report for days',
      () => (lastReceivedAt = new Date(noon.getTime() - 86_400_000)),
    ],
  ])('%s', async (_, arrange) => {
    arrange()
    await start()
    await pass(7200)
    expect(warmedAt).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })
})

test('it starts shortly before each report, until three were missed', async () => {
  await start()
  await pass(7200)
  expect(warmedAt).toEqual([595, 1195, 1795])
})

test('each report restarts the one timer', async () => {
  await start()
  await pass(602)
  lastReceivedAt = new Date()
  events.emit('changed', 1)
  await pass(0)
  expect(vi.getTimerCount()).toBe(1)
  await pass(600)
  expect(warmedAt).toEqual([595, 1197])
})

test('a site that starts between two pictures knows when the next one is due', async () => {
  lastReceivedAt = new Date(noon.getTime() - 650_000)
  await start()
  await pass(546)
  expect(warmedAt).toEqual([545])
})

test('after it is stopped no timer is left', async () => {
  await start()
  stop()
  expect(vi.getTimerCount()).toBe(0)
})
