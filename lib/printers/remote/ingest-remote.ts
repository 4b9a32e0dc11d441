import { rm } from 'node:fs/promises'
import { isDeepStrictEqual } from 'node:util'
import { DomainError } from '#lib/core/errors.ts'
import { type IngestParts, ingestReport } from '../ingest.ts'
import type { Store } from '../ports.ts'
import type { Current, Printer } from '../types.ts'
import type { RemotePrinterResponse } from './parse-response.ts'
import { RemoteError } from './remote-error.ts'
import type { FetchedPicture, RemotePictures } from './remote-picture.ts'

/** No snapper's: what is taken in from a remote server is nobody's report. */
const remoteCredentialId = 0

export interface IngestRemoteParts {
  store: Pick<Store, 'printers' | 'snapshots'>
  ingest: IngestParts
  pictures: RemotePictures
  /** Told of a picture that couldn't be had; the readings are taken in all the same. */
  onPictureFault(message: string): void
}

/**
 * Takes in what a remote server said, as a snapper's report is taken in: only what is news. Any number of replicas may do so at
 * once, since a report is known by its times.
 * @returns whether all of it is kept now; if not, it is worth asking for the same again
 * @throws DomainError of the store
 */
export async function ingestRemote(
  parts: IngestRemoteParts,
  printer: Printer,
  told: RemotePrinterResponse,
  signal: AbortSignal,
): Promise<boolean> {
  const { store, pictures, ingest } = parts
  if (told.reading === null) return true
  const current = await store.snapshots.getCurrent(printer.id)
  const isNews = isReadingNews(current, told)
  const fetched = printer.isPublishing ? await fetchPicture(parts, told, signal) : null
  const isWhole = fetched !== 'fault'
  const picture = fetched === 'fault' ? null : await dropSame(fetched, current)
  if (picture === null && !isNews) return isWhole
  const now = ingest.now()
  const observedAt = told.observedAt ?? now
  const incoming = {
    printer,
    credentialId: remoteCredentialId,
    report: {
      reading: told.reading,
      intervalSeconds: told.reading.intervalSeconds,
      capturedAt: told.picture?.capturedAt ?? findEarlier(picture?.modifiedAt ?? null, observedAt),
      observedAt,
    },
  }
  try {
    await ingestReport(ingest, { ...incoming, imagePath: picture?.path ?? null })
  } catch (error) {
    if (!isAboutPicture(error)) {
      pictures.forget()
      throw error
    }
    parts.onPictureFault(`${told.picture?.url.href}: ${error.message}`)
    if (isNews) await ingestReport(ingest, { ...incoming, imagePath: null })
  } finally {
    if (picture !== null) await rm(picture.path, { force: true })
  }
  return isWhole
}

/** A server without a usable time says something new when it says something else. */
function isReadingNews({ observation }: Current, told: RemotePrinterResponse): boolean {
  if (observation === null) return true
  const laterMs =
    (told.observedAt ?? observation.observedAt).getTime() - observation.observedAt.getTime()
  if (laterMs !== 0) return laterMs > 0
  return !isDeepStrictEqual(observation.reading, told.reading)
}

async function fetchPicture(
  { pictures, onPictureFault }: IngestRemoteParts,
  { picture }: RemotePrinterResponse,
  signal: AbortSignal,
): Promise<FetchedPicture | null | 'fault'> {
  if (picture === null) return null
  try {
    return await pictures.fetch(picture, signal)
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error
    onPictureFault(error.message)
    return 'fault'
  }
}

/** After a restart the newest picture is brought once more, and a camera that stands still sends the same for ever. */
async function dropSame(
  picture: FetchedPicture | null,
  { snapshot }: Current,
): Promise<FetchedPicture | null> {
  if (picture === null || picture.sha256 !== snapshot?.sha256) return picture
  await rm(picture.path, { force: true })
  return null
}

/** The file's own date, unless it was touched after all that its server tells. */
function findEarlier(modifiedAt: Date | null, observedAt: Date): Date {
  return modifiedAt !== null && modifiedAt < observedAt ? modifiedAt : observedAt
}

function isAboutPicture(error: unknown): error is DomainError {
  return (
    error instanceof DomainError &&
    error.code.startsWith('image-') &&
    error.code !== 'image-process-unavailable'
  )
}
