import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { BlobStore } from '#lib/images/blob-store.ts'
import { originalKey } from '#lib/images/blob-store.ts'
import type { OwnerStore } from '#lib/owner/ports.ts'
import { openTemporaryFolder } from '#lib/storage/blobs/temporary-folder.ts'
import { type OpenStore, openStore } from '#lib/storage/db/open-store.ts'
import type { SecretsKey } from '#lib/storage/db/secrets/secrets-key.ts'
import {
  insertSamplePrinter,
  later,
  makeReport,
  makeSnapshot,
  noon,
} from '#lib/storage/db/testing/samples.ts'
import { openBlobs, type StoreLocation } from './open-parts.ts'

export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'backup-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

export async function makeLocation(
  database: StoreLocation['database'] = { kind: 'sqlite' },
): Promise<StoreLocation> {
  return { dataDir: await makeFolder(), database, blobs: { kind: 'disk' } }
}

/** As the site opens it. */
export async function openStoreAt(
  { dataDir, database }: StoreLocation,
  secretsKeys: readonly SecretsKey[] = [],
): Promise<OpenStore> {
  const store = await openStore({
    database: database.kind === 'sqlite' ? { ...database, dataDir } : database,
    secretsKeys,
  })
  onTestFinished(() => store.close())
  return store
}

export interface OpenSite {
  location: StoreLocation
  store: OpenStore
  blobs: BlobStore
  /** Stores a report with a picture as the site does: bytes before row. @returns the picture's hash */
  report(second: number, camera?: number): Promise<string>
  /** Another camera sends the bytes of a stored picture. */
  reportSame(sha256: string, second: number, camera: number): Promise<void>
}

const pictureBytes = 1000

/** Opens the store and the pictures of a site with one printer. */
export async function openSite(location: StoreLocation): Promise<OpenSite> {
  const store = await openStoreAt(location)
  const blobs = await openBlobs(location)
  const temporary = await openTemporaryFolder(location.dataDir)
  const printer =
    (await store.printers.listPrinters())[0] ?? (await insertSamplePrinter(store.printers))
  if (!(await store.owner.isClaimed())) await claimSite(store.owner)
  await store.printers.insertCredential({
    printerId: printer.id,
    kind: 'token',
    username: null,
    hash: 'sha256:x',
  })
  const reportSame = async (sha256: string, second: number, camera: number) => {
    const at = later(second)
    const snapshot = makeSnapshot(at, { sha256, bytes: pictureBytes, camera })
    await store.snapshots.insertObservation(makeReport(printer.id, at, { snapshot }))
  }
  return {
    location,
    store,
    blobs,
    reportSame,
    async report(second, camera = 1) {
      const bytes = randomBytes(pictureBytes)
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const path = join(temporary, sha256)
      await writeFile(path, bytes)
      await blobs.putFile(originalKey(sha256), path)
      await reportSame(sha256, second, camera)
      return sha256
    },
  }
}

/** The owner has a passkey, and is signed in. */
async function claimSite(owner: OwnerStore): Promise<void> {
  const times = { createdAt: noon, lastSeenAt: noon, expiresAt: new Date(8.64e14) }
  await owner.replaceClaimLink({ hash: 'link', kind: 'claim', ...times })
  const [link] = await owner.listLinks(noon)
  const entry = { at: noon, details: {} }
  const session = { hash: 'session', method: 'claim', userAgent: null, ...times } as const
  const { id } = await owner.claim(link?.id ?? 0, session, { ...entry, action: 'claimed' })
  const passkey = { credentialId: 'a', publicKey: 'b', counter: 0, transports: [], rpId: 'x' }
  await owner.insertPasskey(
    { ...passkey, name: 'Phone', createdAt: noon },
    { id, expiresAt: times.expiresAt },
    { ...entry, action: 'passkey-added', sessionId: id },
  )
}

/** All data whose loss visitors or snappers would notice. */
export async function readAll(store: OpenStore): Promise<unknown> {
  const printers = await store.printers.listPrinters()
  const histories = await Promise.all(
    printers.map(({ id }) => store.snapshots.listSnapshots(id, { before: null, limit: 200 })),
  )
  const prints = await Promise.all(
    printers.map(({ id }) => store.prints.listPrints(id, { before: null, limit: 200 })),
  )
  const current = await Promise.all(printers.map(({ id }) => store.snapshots.getCurrent(id)))
  return {
    // The revision counts changes, also those of this test's own credentials.
    printers: printers.map(({ revision: _revision, ...printer }) => printer),
    credentials: await store.printers.listCredentials(),
    histories,
    prints,
    current,
    isClaimed: await store.owner.isClaimed(),
    passkeys: await store.owner.listPasskeys(),
    log: await store.owner.listLog({ before: null, limit: 50 }),
  }
}
