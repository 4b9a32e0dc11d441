import { join } from 'node:path'
import type { ApiOverview } from '#lib/api/admin-overview.ts'
import type { ApiOwnersPictures } from '#lib/api/admin-pictures.ts'
import type { ApiManagedPrinters } from '#lib/api/admin-printers.ts'
import { getLog } from '#lib/app-context/log.ts'
import { createIdleProcess } from '#lib/core/idle-process.ts'
import { singleton } from '#lib/core/singleton.ts'
import { createSecret, verifyPassword } from '#lib/http/credentials.ts'
import { formatCursor } from '#lib/http/params.ts'
import { createAvatars } from '#lib/images/avatars.ts'
import type { BlobStore } from '#lib/images/blob-store.ts'
import { createFlipbooks, maxFlipbookFrames } from '#lib/images/flipbook.ts'
import { createImageQueue, defaultIdleMs } from '#lib/images/image-queue.ts'
import { createPictures, type Pictures } from '#lib/images/pictures.ts'
import { announceChanges } from '#lib/notifications/announce-changes.ts'
import { createOwner, type Owner } from '#lib/owner/owner.ts'
import type { Verdict, VerifyJob } from '#lib/owner/passkeys/verify-job.ts'
import { type ArchiveQueries, createArchiveQueries } from '#lib/printers/archive/archive-queries.ts'
import { getPrinterEvents } from '#lib/printers/events.ts'
import type { IngestParts } from '#lib/printers/ingest.ts'
import {
  createPrinterManagement,
  type PrinterManagement,
} from '#lib/printers/manage/manage-printers.ts'
import { listManagedPrinters } from '#lib/printers/manage/managed-printers.ts'
import { openRefusals, type Refusals } from '#lib/printers/manage/refusals.ts'
import { createMedia, type Media } from '#lib/printers/media.ts'
import {
  type ChangePictures,
  createChangePictures,
} from '#lib/printers/pictures/change-pictures.ts'
import { listOwnersPictures, type PicturesQuery } from '#lib/printers/pictures/list-pictures.ts'
import { prewarmWhenDue } from '#lib/printers/prewarm-when-due.ts'
import { createPrintEditing, type PrintEditing } from '#lib/printers/prints/edit-prints.ts'
import { createPrintFlipbooks, type PrintFlipbooks } from '#lib/printers/prints/flipbook.ts'
import { createOwnersPrints, type OwnersPrints } from '#lib/printers/prints/owners-prints.ts'
import { createPrintQueries, type PrintQueries } from '#lib/printers/prints/print-queries.ts'
import { createPrinterQueries, type PrinterQueries } from '#lib/printers/queries.ts'
import {
  createReadingsQueries,
  type ReadingsQueries,
} from '#lib/printers/readings/readings-queries.ts'
import { createRemotePrinters, type RemotePrinters } from '#lib/printers/remote/remote-printers.ts'
import { ensureRemotePrinters } from '#lib/printers/remote/remote-sync.ts'
import { createSiteEditor, type SiteEditor } from '#lib/site/edit/site-editor.ts'
import { getSite } from '#lib/site/site.ts'
import { openDiskBlobs } from '#lib/storage/blobs/disk.ts'
import { keepPrivate } from '#lib/storage/blobs/keep-private.ts'
import { openS3Blobs } from '#lib/storage/blobs/s3.ts'
import { openTemporaryFolder } from '#lib/storage/blobs/temporary-folder.ts'
import { type OpenStore, openStore } from '#lib/storage/db/open-store.ts'
import { type Env, getEnv } from './env.ts'
import { ensureFirstPrinter } from './first-printer.ts'
import { followPrinters } from './follow-printers.ts'
import { type Mentions, openMentions } from './mentions.ts'
import { createOverview } from './overview.ts'
import { findSendingProblem } from './sending-problem.ts'

/** The watch on the revisions asks once a second, so that a database in use is never silent for as long. */
const maxSilenceMs = 1500

export interface Context {
  store: OpenStore
  blobs: BlobStore
  pictures: Pictures
  printerQueries: PrinterQueries
  management: PrinterManagement
  /** What the owner sees of the printers. */
  listManagedPrinters(): Promise<ApiManagedPrinters>
  listOwnersPictures(printerId: number, query: PicturesQuery): Promise<ApiOwnersPictures>
  changePictures: ChangePictures
  /** What the owner says of prints. */
  printEditing: PrintEditing
  /** What the owner sees of them. */
  ownersPrints: OwnersPrints
  /** Refused reports by printer, of all replicas. */
  listRefusals: Refusals['list']
  /** All that the owner sees at a glance. */
  getOverview(): Promise<ApiOverview>
  printQueries: PrintQueries
  archiveQueries: ArchiveQueries
  readingsQueries: ReadingsQueries
  printFlipbooks: PrintFlipbooks
  media: Media
  /** The printers that report to another site. */
  remotes: RemotePrinters
  ingest: IngestParts
  owner: Owner
  /** Webmentions: what other sites say of our pages. */
  mentions: Mentions
  /** What the owner changes about site.yaml. */
  siteEditor: SiteEditor
  /** Where uploads are streamed to: on the same disk as the blobs. */
  temporaryDir: string
  close(): Promise<void>
}

/** All parts of the site, opened on first use, once per process. After a failure the next call tries again. */
export function getContext(): Promise<Context> {
  const holder = singleton('context', () => ({ opening: null as Promise<Context> | null }))
  holder.opening ??= openContext(getEnv()).catch((error: unknown) => {
    holder.opening = null
    throw error
  })
  return holder.opening
}

async function openContext(env: Env): Promise<Context> {
  const { dataDir, images, siteUrl, database, firstPrinter } = env
  await keepPrivate(dataDir)
  const opened = await openStore({
    database: database.kind === 'sqlite' ? { ...database, dataDir } : { ...database, maxSilenceMs },
    secretsKeys: env.secretsKeys,
  })
  const store: OpenStore = {
    ...opened,
    notifications: announceChanges(opened.notifications, () =>
      getPrinterEvents().emit('channels-changed'),
    ),
  }
  const blobs =
    env.blobs.kind === 's3'
      ? await openS3Blobs({ url: env.blobs.url, dataDir })
      : await openDiskBlobs(dataDir)
  const temporaryDir = await openTemporaryFolder(dataDir)
  const compileCacheDir = join(dataDir, 'compiled')
  const queue = createImageQueue({ compileCacheDir })
  // Loaded in this process, the library would take 28 MB for good.
  const verifier = createIdleProcess<VerifyJob, Verdict>({
    path: join(process.cwd(), 'lib/owner/passkeys/worker.ts'),
    compileCacheDir,
  })
  const claims = database.kind === 'postgres' ? store.claims : null
  const pictures = createPictures({
    ...images,
    blobs,
    claims,
    tempDir: temporaryDir,
    queue,
    onError: (err, sha256) => getLog().error({ err, sha256 }, 'rendering a picture failed'),
  })
  await ensureFirstPrinter(store.printers, firstPrinter)
  verifyPassword(store.printers, firstPrinter).catch((err: unknown) =>
    getLog().debug({ err }, 'verifying the snapper’s password failed, its first report does it'),
  )
  await ensureRemotePrinters(store.printers, env.remotes.keys())
  const settings = {
    siteUrl,
    getFormats: getSite,
    listVariants: pictures.listVariants,
    formatCursor,
    now: () => new Date(),
  }
  const events = getPrinterEvents()
  const ingest = { snapshots: store.snapshots, pictures, events, now: settings.now }
  const remotes = createRemotePrinters({
    sources: env.remotes,
    siteUrl,
    store,
    ingest,
    events,
    temporaryDir,
    onError: (printer, error) =>
      getLog().warn({ printer, error }, 'reading a remote printer failed'),
  })
  const refusals = openRefusals(store.overview)
  const stopFollowing = followPrinters(store.printers, events, (printers) => {
    remotes.setPrinters(printers)
    refusals.setPrinters(printers.map(({ id }) => id))
  })
  const stopWarming = prewarmWhenDue({
    store,
    events,
    ignores: (id) => remotes.getSource(id) !== null,
    warm: pictures.warm,
    idleMs: defaultIdleMs,
    now: settings.now,
    onError: (err) => getLog().error({ err }, 'starting the image process failed'),
  })
  const queries = createPrinterQueries(store, settings)
  const printQueries = createPrintQueries(store, settings)
  const mentions = openMentions({
    env,
    store: store.mentions,
    queries: { ...queries, ...printQueries },
    avatars: createAvatars({ blobs, queue, tempDir: temporaryDir }),
    temporaryDir,
    compileCacheDir,
  })
  const { maxBytes } = env.retention
  const listManaged = () =>
    listManagedPrinters({
      store,
      queries,
      getSource: remotes.getSource,
      listRefusals: refusals.list,
      siteUrl,
      maxBytes,
      now: settings.now,
    })
  return {
    store,
    blobs,
    pictures,
    printerQueries: remotes.decorateQueries(queries),
    listManagedPrinters: listManaged,
    listRefusals: refusals.list,
    getOverview: createOverview({
      store: store.overview,
      notifications: store.notifications,
      mentions: store.mentions,
      listManagedPrinters: listManaged,
      blobsDir: env.blobs.kind === 's3' ? null : dataDir,
      maxBytes,
      now: settings.now,
    }),
    management: createPrinterManagement({
      store,
      pictures,
      events,
      createSecret,
      siteUrl,
      hasFixedSource: (id) => env.remotes.has(id),
      now: settings.now,
    }),
    listOwnersPictures: (id, query) => listOwnersPictures(store, settings, id, query),
    ownersPrints: createOwnersPrints(store, settings),
    printEditing: createPrintEditing({ store, events, now: settings.now }),
    changePictures: createChangePictures({ store, pictures, events, now: settings.now }),
    printQueries,
    archiveQueries: createArchiveQueries(store, settings),
    readingsQueries: createReadingsQueries(store, settings),
    printFlipbooks: createPrintFlipbooks(
      store,
      createFlipbooks({
        blobs,
        tempDir: temporaryDir,
        queue,
        claims,
        remember: (flipbook) => store.prints.insertFlipbook({ ...flipbook, at: settings.now() }),
      }),
      { now: settings.now, maxFrames: maxFlipbookFrames },
    ),
    media: remotes.decorateMedia(createMedia(store, pictures)),
    remotes,
    ingest,
    owner: createOwner({
      store: store.owner,
      verify: verifier.run,
      siteUrl,
      getSiteTitle: () => getSite().title,
      now: settings.now,
    }),
    mentions,
    siteEditor: createSiteEditor({
      contentDir: env.contentDir,
      async createFinder() {
        const { createContentFinder, getContent } = await import('./content-context.ts')
        return createContentFinder(await getContent())
      },
      record: store.owner.insertLog,
      now: settings.now,
      findSendingProblem,
    }),
    temporaryDir,
    async close() {
      stopFollowing()
      stopWarming()
      verifier.close()
      await mentions.close()
      await remotes.close()
      await refusals.close()
      pictures.close()
      await store.close()
    },
  }
}
