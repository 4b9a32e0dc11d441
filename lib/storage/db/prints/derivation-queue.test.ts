import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { derivePrints } from '#lib/printers/prints/derive-prints.ts'
import type { DerivedPrint } from '#lib/printers/prints/types.ts'
import { openSqlite } from '../open-sqlite.ts'
import { createStore } from '../open-store.ts'
import { fillHistory, historyEverySeconds, readingOfHistory } from '../testing/long-history.ts'
import { insertSamplePrinter, later, makeReport, noon } from '../testing/samples.ts'

/** Several slices. */
const length = 1_800
const at = (index: number) => later(index * historyEverySeconds)

async function openLongHistory() {
  const dataDir = await mkdtemp(join(tmpdir(), 'slices-'))
  const database = await openSqlite({ dataDir })
  const store = createStore(database)
  onTestFinished(async () => {
    await store.close()
    await rm(dataDir, { recursive: true })
  })
  await insertSamplePrinter(store.printers)
  await fillHistory(database, 1, { snapshots: length, startsAt: noon })
  const report = (index: number) =>
    store.snapshots.insertObservation(
      makeReport(1, at(index), {
        reading: readingOfHistory(index),
        intervalSeconds: historyEverySeconds,
      }),
    )
  const listPrints = async () => {
    const prints = await store.prints.listPrints(1, { before: null, limit: 200 })
    return prints.reverse().map(pick)
  }
  return { store, report, listPrints }
}

/** The prints of these observations, derived in one go. */
function derive(indexes: readonly number[]) {
  const observations = indexes.map((index) => ({
    ...readingOfHistory(index),
    observedAt: at(index),
    intervalSeconds: historyEverySeconds,
  }))
  return derivePrints(observations, 600).prints.map(pick)
}

function pick({ jobName, outcome, started, ended, firstSeenAt, lastSeenAt }: DerivedPrint) {
  return { jobName, outcome, started, ended, firstSeenAt, lastSeenAt }
}

const range = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => from + index)

test('a long history is derived in slices after one report, and other reports go in between', async () => {
  const { report, listPrints } = await openLongHistory()
  await report(length)
  expect((await listPrints()).length).toBeLessThan(length / 50)
  // Both the next report and one that is late by a day are stored before the end.
  await Promise.all([report(length + 1), report(length - 288.5)])
  await expect
    .poll(listPrints)
    .toEqual(derive([...range(0, length + 2), length - 288.5].sort((a, b) => a - b)))
})

test('a purge of most of the history leaves the prints of the rest', async () => {
  const { store, report, listPrints } = await openLongHistory()
  await report(length)
  const purged = await store.retention.purge(1, { from: at(210), to: at(1_515) })
  expect(purged).toMatchObject({ snapshots: 1_305, observations: 1_305 })
  expect(new Set(purged.orphans).size).toBe(1_305)
  const left = derive([...range(0, 210), ...range(1_515, length + 1)])
  expect(await listPrints()).toEqual(left)
})
