import { join } from 'node:path'
import { openDiskBlobs } from './blobs/disk.ts'
import { openS3Blobs } from './blobs/s3.ts'
import { openTemporaryFolder } from './blobs/temporary-folder.ts'
import { type Env, getEnv } from './env.ts'
import { hashPassword } from './http/credentials.ts'
import { formatCursor } from './http/params.ts'
import { recognisePassword } from './http/recognise-password.ts'
import { createFlipbooks, maxFlipbookFrames } from './images/flipbook.ts'
import { createPictures, type Pictures } from './images/pictures.ts'
import type { BlobStore } from './images/ports.ts'
import { createWorkshop, usualIdleMs } from './images/workshop.ts'
import { getLog } from './log.ts'
import { once } from './once.ts'
import { type ArchiveViews, createArchiveViews } from './printers/archive/views.ts'
import { getPrinterEvents } from './printers/events.ts'
import { ensureFirstPrinter } from './printers/first-printer.ts'
import type { IngestParts } from './printers/ingest.ts'
import { createMedia, type Media } from './printers/media.ts'
import { createPrintFlipbooks, type PrintFlipbooks } from './printers/prints/flipbook.ts'
import { createPrintViews, type PrintViews } from './printers/prints/views.ts'
import { createReadingsViews, type ReadingsViews } from './printers/readings/views.ts'
import { ensureRemotePrinters } from './printers/remote/follower.ts'
import { createRemotePrinters, type RemotePrinters } from './printers/remote/remote-printers.ts'
import { createViews, type Views } from './printers/views.ts'
import { warmWhenDue } from './printers/warm-when-due.ts'
import { site } from './site.ts'
import { type OpenStore, openStore } from './store/open-store.ts'

export interface Context {
  store: OpenStore
  blobs: BlobStore
  pictures: Pictures
  views: Views
  printViews: PrintViews
  archiveViews: ArchiveViews
  readingsViews: ReadingsViews
  printFlipbooks: PrintFlipbooks
  media: Media
  /** The printers whose API lives elsewhere. */
  remotes: RemotePrinters
  ingest: IngestParts
  /** Where uploads are streamed to: on the disk that blobs are kept on. */
  temporaryDir: string
  close(): Promise<void>
}

/** Everything wired, opened on first use, one per process. An opening that failed is tried again by the next caller. */
export function getContext(): Promise<Context> {
  const holder = once('context', () => ({ opening: null as Promise<Context> | null }))
  holder.opening ??= openContext(getEnv()).catch((error: unknown) => {
    holder.opening = null
    throw error
  })
  return holder.opening
}

async function openContext(env: Env): Promise<Context> {
  const { dataDir, images, siteUrl, database, firstPrinter } = env
  const store = await openStore({
    database: database.kind === 'sqlite' ? { ...database, dataDir } : database,
  })
  const blobs =
    env.blobs.kind === 's3'
      ? await openS3Blobs({ url: env.blobs.url, dataDir })
      : await openDiskBlobs(dataDir)
  const temporaryDir = await openTemporaryFolder(dataDir)
  const workshop = createWorkshop({ compileCacheDir: join(dataDir, 'compiled') })
  const pictures = createPictures({
    ...images,
    blobs,
    tempDir: temporaryDir,
    workshop,
    onFault: (err, sha256) => getLog().error({ err, sha256 }, 'a picture could not be made'),
  })
  await ensureFirstPrinter(store.printers, firstPrinter, hashPassword)
  recognisePassword(store.printers, firstPrinter).catch((err: unknown) =>
    getLog().debug({ err }, 'the snapper’s password is checked with its first report'),
  )
  await ensureRemotePrinters(store.printers, env.remotes.keys())
  const settings = {
    siteUrl,
    timeZone: site.timeZone,
    listVariants: pictures.listVariants,
    formatCursor,
    now: () => new Date(),
  }
  const events = getPrinterEvents()
  const ingest = { snapshots: store.snapshots, pictures, events, now: settings.now }
  const remotes = createRemotePrinters({
    sources: env.remotes,
    store,
    ingest,
    events,
    temporaryDir,
    onFault: (printer, fault) => getLog().warn({ printer, fault }, 'a remote printer'),
  })
  const stopWarming = warmWhenDue({
    store,
    events,
    ignores: (id) => env.remotes.has(id),
    warm: pictures.warm,
    idleMs: usualIdleMs,
    now: settings.now,
    onFault: (err) => getLog().error({ err }, 'the image process can’t be readied'),
  })
  return {
    store,
    blobs,
    pictures,
    views: remotes.watchViews(createViews(store, settings)),
    printViews: createPrintViews(store, settings),
    archiveViews: createArchiveViews(store, settings),
    readingsViews: createReadingsViews(store, settings),
    printFlipbooks: createPrintFlipbooks(
      store,
      createFlipbooks({
        blobs,
        tempDir: temporaryDir,
        workshop,
        remember: (made) => store.prints.insertFlipbook({ ...made, at: settings.now() }),
      }),
      { now: settings.now, maxFrames: maxFlipbookFrames },
    ),
    media: remotes.watchMedia(createMedia(store, pictures)),
    remotes,
    ingest,
    temporaryDir,
    async close() {
      stopWarming()
      await remotes.close()
      pictures.close()
      await store.close()
    },
  }
}
