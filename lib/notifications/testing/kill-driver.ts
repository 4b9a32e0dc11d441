import { writeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { openStore } from '#lib/storage/db/open-store.ts'
import { insertSamplePrinter, makeReading, makeReport } from '#lib/storage/db/testing/samples.ts'
import { createBrowser } from '../push/push-service.fixture.ts'
import { createTestVisitorWorker, createTestWorker } from './test-worker.ts'

/*
 * A process that `kills.test.ts` kills: in an endless loop it reports prints, each of a printer of its own, and sends the messages
 * about them, also to three visitors who wait for each. It prints a printer's number once the end of its print is stored. Arguments: the
 * database, as `openStore` takes it, and the address of the visitors' push service.
 */
const visitorsOfEach = 3
const pushUrl = process.argv[3] ?? ''
const store = await openStore({ database: JSON.parse(process.argv[2] ?? '') })
const worker = createTestWorker(store)
const visitors = createTestVisitorWorker(store)

async function reportPrints(): Promise<void> {
  for (;;) {
    const { id } = await insertSamplePrinter(store.printers)
    for (const state of ['printing', 'finished'] as const) {
      const reading = makeReading({ state, elapsedSeconds: 10 })
      await store.snapshots.insertObservation(
        makeReport(id, new Date(), { reading, snapshot: null }),
      )
      if (state === 'printing') await subscribeVisitors(id)
      await sleep(2)
    }
    writeSync(1, `${id}\n`)
    await sleep(Math.random() * 60)
  }
}

async function subscribeVisitors(printerId: number): Promise<void> {
  for (let visitor = 0; visitor < visitorsOfEach; visitor++) {
    const { subscription } = createBrowser(`${pushUrl}push/${printerId}/${visitor}`)
    await store.notifications.subscribe(printerId, subscription, new Date())
  }
}

async function sendMessages({ run }: { run(): Promise<void> }): Promise<void> {
  for (;;) {
    await run()
    await sleep(10)
  }
}

await Promise.all([reportPrints(), sendMessages(worker), sendMessages(visitors)])
