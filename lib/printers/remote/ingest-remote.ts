import { rm } from 'node:fs/promises'
import { isDeepStrictEqual } from 'node:util'
import { DomainError } from '#lib/core/errors.ts'
import { type IngestParts, ingestReport } from '../ingest.ts'
import type { Store } from '../ports.ts'
import type { Current, Printer } from '../types.ts'
import type { RemotePrinterResponse } from './parse-response.ts'
import { getRemoteErrorKind } from './remote-error.ts'
import type { FetchedPicture, RemotePictures } from './remote-picture.ts'

/** No snapper has this credential. */
const remoteCredentialId = 0

interface IngestRemoteParts {
  store: Pick<Store, 'printers' | 'snapshots'>
  ingest: IngestParts
  pictures: RemotePictures
  /** Called when a picture can't be fetched or is invalid; the reading is ingested anyway. */
  onPictureError(message: string): void
}

/**
 * Ingests the new part of a remote server's response, as a snapper's report is ingested. Several replicas may do so at the same
 * time: the same times make the same report.
 * @returns whether all of it is stored; if not, the same response is worth requesting again
 * @throws DomainError of the store
 */
export async function ingestRemote(
  parts: IngestRemoteParts,
  printer: Printer,
  response: RemotePrinterResponse,
  signal: AbortSignal,
): Promise<boolean> {
  const { store, pictures, ingest } = parts
  if (response.reading === null) return true
  const current = await store.snapshots.getCurrent(printer.id)
  const isNew = isNewReading(current, response)
  const fetched = printer.isPublishing ? await fetchPicture(parts, response, signal) : null
  const isComplete = fetched !== 'failed'
  const isKnown = async (sha256: string) =>
    sha256 === current.snapshot?.sha256 || (await store.snapshots.isWithdrawn(printer.id, sha256))
  const picture = fetched === 'failed' ? null : await dropIf(isKnown, fetched)
  if (picture === null && !isNew) return isComplete
  const now = ingest.now()
  const observedAt = response.observedAt ?? now
  const incoming = {
    printer,
    credentialId: remoteCredentialId,
    report: {
      reading: response.reading,
      intervalSeconds: response.reading.intervalSeconds,
      capturedAt:
        response.picture?.capturedAt ?? getEarlier(picture?.modifiedAt ?? null, observedAt),
      observedAt,
    },
  }
  try {
    await ingestReport(ingest, { ...incoming, imagePath: picture?.path ?? null })
  } catch (error) {
    if (!isPictureError(error)) {
      pictures.forget()
      throw error
    }
    parts.onPictureError(`${response.picture?.url.href}: ${error.message}`)
    if (isNew) await ingestReport(ingest, { ...incoming, imagePath: null })
  } finally {
    if (picture !== null) await rm(picture.path, { force: true })
  }
  return isComplete
}

/** Newer by the server's time; of a server without a usable time, different. */
function isNewReading({ observation }: Current, response: RemotePrinterResponse): boolean {
  if (observation === null) return true
  const laterMs =
    (response.observedAt ?? observation.observedAt).getTime() - observation.observedAt.getTime()
  if (laterMs !== 0) return laterMs > 0
  return !isDeepStrictEqual(observation.reading, response.reading)
}

async function fetchPicture(
  { pictures, onPictureError }: IngestRemoteParts,
  { picture }: RemotePrinterResponse,
  signal: AbortSignal,
): Promise<FetchedPicture | null | 'failed'> {
  if (picture === null) return null
  try {
    return await pictures.fetch(picture, signal)
  } catch (error) {
    if (!(error instanceof Error) || getRemoteErrorKind(error) === null) throw error
    onPictureError(error.message)
    return 'failed'
  }
}

/**
 * A restart fetches the newest picture again, and a stuck camera keeps sending the same one. It must not come back after the owner has
 * hidden or deleted it here.
 */
async function dropIf(
  isKnown: (sha256: string) => Promise<boolean>,
  picture: FetchedPicture | null,
): Promise<FetchedPicture | null> {
  if (picture === null || !(await isKnown(picture.sha256))) return picture
  await rm(picture.path, { force: true })
  return null
}

/** The file's own date, unless it was touched after the server's reading. */
function getEarlier(modifiedAt: Date | null, observedAt: Date): Date {
  return modifiedAt !== null && modifiedAt < observedAt ? modifiedAt : observedAt
}

function isPictureError(error: unknown): error is DomainError {
  return (
    error instanceof DomainError &&
    error.code.startsWith('image-') &&
    error.code !== 'image-process-unavailable'
  )
}
