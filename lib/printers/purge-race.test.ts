import { createHash } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import type { BlobStore } from '#lib/images/blob-store.ts'
import type { ImageQueue } from '#lib/images/image-queue.ts'
import { photograph } from '#lib/images/jpeg-parts.fixture.ts'
import { createPictures } from '#lib/images/pictures.ts'
import { openDiskBlobs } from '#lib/storage/blobs/disk.ts'
import { openS3Blobs } from '#lib/storage/blobs/s3.ts'
import { createS3Request } from '#lib/storage/blobs/s3-request.ts'
import { parseBlobsUrl } from '#lib/storage/blobs/s3-url.ts'
import { openTemporaryFolder } from '#lib/storage/blobs/temporary-folder.ts'
import { type OpenStore, openStore } from '#lib/storage/db/open-store.ts'
import { startOrSkip } from '#lib/storage/db/testing/real-server.ts'
import { insertSamplePrinter } from '#lib/storage/db/testing/samples.ts'
import { startPostgres } from '../../testing/postgres/postgres-server.ts'
import { startS3Server } from '../../testing/s3/s3-server.ts'
import { ingestReport } from './ingest.ts'

/* Several stores are several processes here: nothing is shared but the database and the blobs. PURGE_RACES sets the rounds. */

const rounds = Number(process.env.PURGE_RACES ?? 150)
const jpeg = await photograph()
const sha256 = createHash('sha256').update(jpeg).digest('hex')
const span = { from: new Date(0), to: new Date('2100-01-01') }

/** Decoding takes 50 ms and is no part of the race. */
const queue = {
  inspect: async (path: string) => ({
    sha256: createHash('sha256')
      .update(await readFile(path))
      .digest('hex'),
    bytes: jpeg.length,
    width: 640,
    height: 360,
    placeholder: 'data:,',
    luma: 90,
    sharpness: 310,
  }),
  close: () => undefined,
} as unknown as ImageQueue // the two methods that storing a picture calls

interface Site {
  store: OpenStore
  blobs: BlobStore
  upload(): Promise<unknown>
  purge(): Promise<void>
}

async function openSite(open: () => Promise<{ store: OpenStore; blobs: BlobStore }>) {
  const dataDir = await mkdtemp(join(tmpdir(), 'race-'))
  const tempDir = await openTemporaryFolder(dataDir)
  const { store, blobs } = await open()
  const onError = () => undefined
  const pictures = createPictures({ blobs, tempDir, queue, onError, formats: [], maxWidth: 320 })
  const stored = { ...pictures, prerender: () => undefined }
  let uploads = 0
  const site: Site = {
    store,
    blobs,
    async upload() {
      const [printer] = await store.printers.listPrinters()
      if (printer === undefined) throw new Error('There is no printer.')
      const imagePath = join(tempDir, `upload-${++uploads}`)
      await writeFile(imagePath, jpeg)
      const events = new EventEmitter<never>()
      const now = () => new Date()
      const times = { capturedAt: new Date(), observedAt: null }
      return ingestReport(
        { snapshots: store.snapshots, pictures: stored, events, now },
        {
          printer,
          credentialId: 1,
          report: { reading: null, intervalSeconds: null, ...times },
          imagePath,
        },
      )
    },
    async purge() {
      const [printer] = await store.printers.listPrinters()
      const { orphans } = await store.retention.purge(printer?.id ?? 0, span)
      await pictures.remove(orphans, store.retention.deleteUnreferenced)
    },
  }
  return site
}

async function race(first: Site, second: Site): Promise<number> {
  await insertSamplePrinter(first.store.printers)
  let lost = 0
  for (let round = 0; round < rounds; round += 1) {
    await first.upload()
    await Promise.all([
      second.purge(),
      sleep(Math.random() * 8).then(() => first.upload()),
      sleep(Math.random() * 8).then(() => second.upload()),
    ])
    const isNamed = await first.store.snapshots.hasSnapshot(sha256)
    if (isNamed && !(await first.blobs.has(`original/${sha256}`))) lost += 1
  }
  await first.store.close()
  await second.store.close()
  return lost
}

describe('a picture that is uploaded again while a purge deletes it', () => {
  test('keeps its bytes, on SQLite and a disk', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'race-'))
    const open = async () => ({
      store: await openStore({ database: { kind: 'sqlite', dataDir } }),
      blobs: await openDiskBlobs(dataDir),
    })
    expect(await race(await openSite(open), await openSite(open))).toBe(0)
  }, 600_000)

  test('keeps its bytes, on Postgres and S3', async ({ skip }) => {
    const postgres = await startOrSkip('Postgres', () => startPostgres({ fsync: 'off' }))
    const s3 = await startOrSkip('an S3 server', () => startS3Server())
    afterAll(async () => {
      await postgres?.stop()
      await s3?.stop()
    })
    if (postgres === null || s3 === null) return skip()
    const database = { kind: 'postgres', url: await postgres.createSchema() } as const
    const key = encodeURIComponent(s3.accessKeyId)
    const url = `s3://${key}:${s3.secretAccessKey}@${s3.host}/race?tls=off`
    await createS3Request(parseBlobsUrl(url))({ method: 'PUT' })
    const open = async () => ({
      store: await openStore({ database }),
      blobs: await openS3Blobs({ url, dataDir: await mkdtemp(join(tmpdir(), 'race-')) }),
    })
    expect(await race(await openSite(open), await openSite(open))).toBe(0)
  }, 600_000)
})
