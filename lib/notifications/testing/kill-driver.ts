import { writeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { openStore } from '#lib/storage/db/open-store.ts'
import { insertSamplePrinter, makeReading, makeReport } from '#lib/storage/db/testing/samples.ts'
import { createTestWorker } from './test-worker.ts'

/*
 * A process that `kills.test.ts` kills: in an endless loop it reports prints, each of a printer of its own, and sends the messages
 * about them. It prints a printer's number once the end of its print is stored. Argument: the database, as `openStore` takes it.
 */
const store = await openStore({ database: JSON.parse(process.argv[2] ?? '') })
const worker = createTestWorker(store)

async function reportPrints(): Promise<void> {
  for (;;) {
    const { id } = await insertSamplePrinter(store.printers)
    for (const state of ['printing', 'finished'] as const) {
      const reading = makeReading({ state, elapsedSeconds: 10 })
      await store.snapshots.insertObservation(
        makeReport(id, new Date(), { reading, snapshot: null }),
      )
      await sleep(2)
    }
    writeSync(1, `${id}\n`)
    await sleep(Math.random() * 60)
  }
}

async function sendMessages(): Promise<void> {
  for (;;) {
    await worker.run()
    await sleep(10)
  }
}

await Promise.all([reportPrints(), sendMessages()])
