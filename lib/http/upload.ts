import { rm } from 'node:fs/promises'
import { maxPictureBytes } from '#lib/api/limits.ts'
import { DomainError } from '#lib/core/errors.ts'
import { singleton } from '#lib/core/singleton.ts'
import { parseReport, type Report } from '#lib/printers/report.ts'
import { readLimited, saveToTemporaryFile } from './body-stream.ts'
import { bodyTooLarge, maxBodyBytes } from './limits.ts'
import { type BodyParts, readMultipart } from './multipart.ts'
import { readForm, readJson } from './text-body.ts'

/** More at once would only share the disk and the image process. */
const maxConcurrentUploads = 16

export interface Upload {
  report: Report
  /** The picture in a temporary file, which the callback may move. */
  imagePath: string | null
}

/**
 * Reads the body of a PATCH within its limits, streams a picture to a file in `temporaryDir`, and passes both to `process`. No
 * temporary file outlives the call.
 * @throws DomainError `unsupported-media-type`, `content-encoding-unsupported`, `body-too-large`, `malformed-*`,
 *   `duplicate-field`, `too-many-parts`, `image-not-file`, `empty-patch`, `busy`, and what `parseReport` throws
 */
export async function withUpload<T>(
  request: Request,
  temporaryDir: string,
  process: (upload: Upload) => Promise<T>,
): Promise<T> {
  const read = chooseReader(request)
  validateHeaders(request)
  return withUploadSlot(async () => {
    const { fields, origin, imagePath } = await read(request, temporaryDir)
    try {
      if (imagePath === null && fields.size === 0)
        throw new DomainError(
          'empty-patch',
          'The body has no known field. Send at least "status" or "image".',
        )
      return await process({ report: parseReport(fields, origin), imagePath })
    } finally {
      if (imagePath !== null) await rm(imagePath, { force: true })
    }
  })
}

/**
 * Reads the picture of a PUT: the body itself (`curl -T snapshot.jpg`), or the part `file` of a multipart body as in the original
 * API. No temporary file outlives the call.
 * @throws DomainError as `withUpload`
 */
export async function withImageBody<T>(
  request: Request,
  temporaryDir: string,
  process: (imagePath: string) => Promise<T>,
): Promise<T> {
  validateHeaders(request)
  const isMultipart = getMediaType(request) === 'multipart/form-data'
  return withUploadSlot(async () => {
    const path = isMultipart
      ? (await readMultipart(request, temporaryDir, 'file')).imagePath
      : await saveToTemporaryFile(readLimited(request, maxBodyBytes), temporaryDir, maxPictureBytes)
    if (path === null)
      throw new DomainError(
        'empty-patch',
        'The picture is missing. Send the JPEG as the body, or as the multipart part "file".',
      )
    try {
      return await process(path)
    } finally {
      await rm(path, { force: true })
    }
  })
}

/** @throws DomainError `busy` where too many uploads are in progress */
async function withUploadSlot<T>(work: () => Promise<T>): Promise<T> {
  const uploads = singleton('uploads', () => ({ count: 0 }))
  if (uploads.count >= maxConcurrentUploads)
    throw new DomainError('busy', 'Too many uploads are in progress. Try again in a moment.', {
      retryAfterSeconds: 5,
    })
  uploads.count += 1
  try {
    return await work()
  } finally {
    uploads.count -= 1
  }
}

function validateHeaders(request: Request): void {
  const encoding = request.headers.get('content-encoding')
  if (encoding !== null && encoding !== 'identity')
    throw new DomainError(
      'content-encoding-unsupported',
      `Content-Encoding ${encoding} is not supported. Send the body unencoded.`,
    )
  if (Number(request.headers.get('content-length') ?? 0) > maxBodyBytes)
    throw bodyTooLarge(maxBodyBytes)
}

type Reader = (request: Request, temporaryDir: string) => Promise<BodyParts>

function chooseReader(request: Request): Reader {
  const type = getMediaType(request)
  if (type === 'multipart/form-data') return readMultipart
  if (type === 'application/x-www-form-urlencoded') return readForm
  if (type === 'application/json') return readJson
  throw new DomainError(
    'unsupported-media-type',
    'The Content-Type is not supported. Send multipart/form-data, or without a picture application/x-www-form-urlencoded or application/json.',
  )
}

/** Lower-case, without parameters; '' if absent. */
function getMediaType(request: Request): string {
  return (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
}
