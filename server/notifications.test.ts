import { pino } from 'pino'
import { afterEach, expect, test, vi } from 'vitest'
import type { Context } from '#lib/app-context/context.ts'
import { getPrinterEvents } from '#lib/printers/events.ts'
import { startNotifications } from './notifications.ts'

afterEach(() => vi.useRealTimers())

/** A context with only what is looked at, and how often it was. */
function createBench(list: () => Promise<unknown[]>) {
  const lines: string[] = []
  const calls = { listed: 0, due: 0 }
  const notifications = {
    listChannels: () => {
      calls.listed += 1
      return list()
    },
    listDueChannels: async () => {
      calls.due += 1
      return []
    },
    insertFacts: async () => undefined,
    hasSubscriptions: async () => false,
    claimPushes: async () => [],
  }
  const store = {
    notifications,
    printers: { listPrinters: async () => [] },
    snapshots: { listCurrent: async () => new Map() },
  }
  const log = pino({}, { write: (line: string) => lines.push(line) })
  const context = { store } as unknown as Context // what a site without printers uses of it
  const stop = startNotifications(context, { log, siteUrl: 'https://example.org', dataDir: '.' })
  return { calls, lines, stop }
}

test('without channels a report costs no query, and only a look every 20 seconds remains', async () => {
  vi.useFakeTimers()
  const { calls, stop } = createBench(async () => [])
  for (let report = 0; report < 100; report++) getPrinterEvents().emit('changed', 1)
  await vi.advanceTimersByTimeAsync(61_000)
  expect(calls).toEqual({ listed: 3, due: 0 })
  await stop()
  await vi.advanceTimersByTimeAsync(61_000)
  expect(calls.listed).toBe(3)
})

test('with a channel, a report is followed by a look within a second', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { calls, stop } = createBench(async () => [{}])
  await vi.advanceTimersByTimeAsync(20_000)
  await vi.dynamicImportSettled()
  expect(calls.due).toBe(1)
  for (let report = 0; report < 10; report++) getPrinterEvents().emit('changed', 1)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(calls.due).toBe(2)
  await stop()
})

test('a channel that the owner adds works within a second', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const channels: unknown[] = []
  const { calls, stop } = createBench(async () => channels)
  channels.push({})
  for (let change = 0; change < 10; change++) getPrinterEvents().emit('channels-changed')
  await vi.advanceTimersByTimeAsync(1_000)
  await vi.dynamicImportSettled()
  expect(calls).toEqual({ listed: 1, due: 1 })
  await stop()
})

test('reports that never pause delay no message', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { calls, stop } = createBench(async () => [{}])
  getPrinterEvents().emit('channels-changed')
  await vi.advanceTimersByTimeAsync(300)
  await vi.dynamicImportSettled()
  for (let report = 0; report < 20; report++) {
    getPrinterEvents().emit('changed', 1)
    await vi.advanceTimersByTimeAsync(100)
  }
  expect(calls.due).toBeGreaterThan(5)
  await stop()
})

test('an outage of the store is logged once, and looking goes on', async () => {
  vi.useFakeTimers()
  const { calls, lines, stop } = createBench(async () => {
    throw new Error('The database is down.')
  })
  await vi.advanceTimersByTimeAsync(61_000)
  expect(calls.listed).toBe(3)
  expect(lines).toHaveLength(1)
  await stop()
})
