import { rm } from 'node:fs/promises'
import { DomainError } from '#lib/core/errors.ts'
import { parseReport, type Report } from '#lib/printers/report.ts'
import { bodyTooLarge, maxBodyBytes } from './limits.ts'
import { type BodyParts, readMultipart } from './multipart.ts'
import { readForm, readJson } from './text-body.ts'
import { withUploadSlot } from './upload-slots.ts'

export interface Upload {
  report: Report
  /** The picture in a temporary file, which the taker consumes. */
  imagePath: string | null
}

/**
 * Reads the body of a PATCH within its limits, streaming a picture to a file in `temporaryDir`, and hands it to `take`.
 * Whatever happens, no temporary file outlives the call.
 * @throws DomainError `unsupported-media-type`, `content-encoding-unsupported`, `body-too-large`, `malformed-*`,
 *   `duplicate-field`, `too-many-parts`, `image-not-file`, `empty-patch`, and what `parseReport` throws
 */
export async function withUpload<T>(
  request: Request,
  temporaryDir: string,
  take: (upload: Upload) => Promise<T>,
): Promise<T> {
  const read = chooseReader(request)
  checkHeaders(request)
  return withUploadSlot('uploads', async () => {
    const { fields, origin, imagePath } = await read(request, temporaryDir)
    try {
      if (imagePath === null && fields.size === 0)
        throw new DomainError(
          'empty-patch',
          'The body has none of the fields that a printer knows. Send at least "status" or "image".',
        )
      return await take({ report: parseReport(fields, origin), imagePath })
    } finally {
      if (imagePath !== null) await rm(imagePath, { force: true })
    }
  })
}

/** @throws DomainError `content-encoding-unsupported`, `body-too-large` */
export function checkHeaders(request: Request): void {
  const encoding = request.headers.get('content-encoding')
  if (encoding !== null && encoding !== 'identity')
    throw new DomainError(
      'content-encoding-unsupported',
      `Content-Encoding ${encoding} isn't read here. Send the body as it is.`,
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
    'Send multipart/form-data, or without a picture application/x-www-form-urlencoded or application/json.',
  )
}

/** Without its parameters, in lower case; '' where there is none. */
export function getMediaType(request: Request): string {
  return (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
}
