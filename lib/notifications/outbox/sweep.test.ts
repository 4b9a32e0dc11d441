import { expect, test } from 'vitest'
import { emptyCurrent, newPrinter } from '#lib/printers/printer.fixture.ts'
import type { Current } from '#lib/printers/types.ts'
import { later, makeSnapshot, noon } from '#lib/storage/db/testing/samples.ts'
import type { Fact } from '../facts/fact-kinds.ts'
import { createSweep, type SweepParts } from './sweep.ts'

const current: Current = {
  ...emptyCurrent,
  snapshot: { ...makeSnapshot(noon), id: 1, printerId: 1, observationId: 1 },
  intervalSeconds: 600,
  lastReceivedAt: noon,
}

function createBench(changes: Partial<SweepParts> = {}) {
  const written: Fact[] = []
  const bench = {
    now: later(3600),
    upMs: 86_400_000,
    faults: [] as string[],
    written,
    sweep: () => Promise.resolve(),
  }
  bench.sweep = createSweep({
    outbox: { insertFacts: async (facts) => void written.push(...facts) },
    listPrinters: async () => [newPrinter],
    listCurrent: async () => new Map([[1, current]]),
    listRefusals: async () => new Map(),
    listContentFaults: () => bench.faults,
    readDisk: async () => null,
    now: () => bench.now,
    getUpMs: () => bench.upMs,
    ...changes,
  })
  return bench
}

test('what two looks in a row find is written, once while it lasts', async () => {
  const bench = createBench()
  await bench.sweep()
  expect(bench.written).toEqual([])
  for (let look = 0; look < 5; look++) await bench.sweep()
  expect(bench.written.map(({ subject }) => subject)).toEqual([`printer-1/late/${noon.getTime()}`])
})

test('what only one look finds is not', async () => {
  const bench = createBench({ listPrinters: async () => [] })
  for (const faults of [['a.md'], [], ['a.md'], ['b.md'], []]) {
    bench.faults = faults
    await bench.sweep()
  }
  expect(bench.written).toEqual([])
})

test('a clock that jumps for a moment makes no printer late', async () => {
  const bench = createBench()
  for (const seconds of [60, 36_000, 180]) {
    bench.now = later(seconds)
    await bench.sweep()
  }
  expect(bench.written).toEqual([])
})

test('what could not be written is written by a later look', async () => {
  let isDown = true
  const written: Fact[] = []
  const bench = createBench({
    outbox: {
      async insertFacts(facts) {
        if (isDown) throw new Error('The database is down.')
        written.push(...facts)
      },
    },
  })
  await bench.sweep()
  await expect(bench.sweep()).rejects.toThrow()
  isDown = false
  await bench.sweep()
  expect(written).toHaveLength(1)
})
