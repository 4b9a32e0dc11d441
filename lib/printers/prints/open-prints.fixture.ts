import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { defaultFormats } from '#lib/api/formats.ts'
import { formatCursor } from '#lib/http/params.ts'
import { openStore } from '#lib/storage/db/open-store.ts'
import {
  insertSamplePrinter,
  later,
  makeReading,
  makeReport,
  makeSnapshot,
  sha256Of,
} from '#lib/storage/db/testing/samples.ts'
import { createArchiveQueries } from '../archive/archive-queries.ts'
import type { NewSnapshot, Reading } from '../types.ts'
import { createPrintQueries } from './print-queries.ts'

/** A store with one printer, and the queries of its prints, for the running test. */
export async function openPrints() {
  const dataDir = await mkdtemp(join(tmpdir(), 'prints-'))
  const store = await openStore({ database: { kind: 'sqlite', dataDir } })
  onTestFinished(async () => {
    await store.close()
    await rm(dataDir, { recursive: true })
  })
  const { id } = await insertSamplePrinter(store.printers)
  let now = later(7200)
  const settings = {
    siteUrl: 'https://example.org',
    getFormats: () => defaultFormats,
    listVariants: () => [{ width: 640, format: 'jpg', pixelWidth: 640 } as const],
    formatCursor,
    now: () => now,
  }
  const queries = createPrintQueries(store, settings)

  /** At a minute; `picture: null`: without one. */
  function say(
    minute: number,
    reading: Partial<Reading>,
    picture: Partial<NewSnapshot> | null = {},
  ) {
    const at = later(minute * 60)
    const quiet = { progress: null, elapsedSeconds: null, remainingSeconds: null }
    return store.snapshots.insertObservation(
      makeReport(id, at, {
        reading: makeReading({ ...quiet, ...reading }),
        snapshot: picture && makeSnapshot(at, { sha256: sha256Of(`${minute}`), ...picture }),
      }),
    )
  }

  return {
    id,
    store,
    settings,
    queries,
    archive: createArchiveQueries(store, settings),
    say,
    setNow(to: Date) {
      now = to
    },
    list: () => queries.listPrints(id, { before: null, limit: 20 }),
    async reportWholePrint(): Promise<void> {
      await say(0, { state: 'idle', jobName: null })
      await say(10, { state: 'printing', progress: 20 })
      await say(20, { state: 'printing', progress: 80 })
      await say(30, { state: 'finished', progress: 100 })
      await say(60, { state: 'idle', jobName: null })
    },
  }
}
