import { createHash } from 'node:crypto'
import { writeSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openDiskBlobs } from '#lib/storage/blobs/disk.ts'
import { getTemporaryFolder } from '#lib/storage/blobs/temporary-folder.ts'
import { openStore } from '../open-store.ts'
import { makeReport, makeSnapshot } from './samples.ts'

/*
 * A process that `crash.test.ts` kills: stores pictures in an endless loop as ingest does, bytes before row, and prints each hash once
 * both are stored. Arguments: the data folder, the printer, this run's number.
 */
const [dataDir = '', printerId, run] = process.argv.slice(2)
const blobs = await openDiskBlobs(dataDir)
const store = await openStore({ database: { kind: 'sqlite', dataDir } })

async function storePictures(lane: number): Promise<void> {
  for (let count = 0; ; count++) {
    const bytes = Buffer.alloc(20_000, `picture ${run}/${lane}/${count};`)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const upload = join(getTemporaryFolder(dataDir), `${run}-${lane}-${count}`)
    await writeFile(upload, bytes)
    await blobs.putFile(`original/${sha256}`, upload)
    const at = new Date(Date.UTC(2026, 10, 22) + count * 1000)
    const snapshot = makeSnapshot(at, { sha256, bytes: bytes.length })
    await store.snapshots.insertObservation(makeReport(Number(printerId), at, { snapshot }))
    writeSync(1, `${sha256}\n`)
  }
}

await Promise.all([storePictures(0), storePictures(1)])
