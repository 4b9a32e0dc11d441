import { maxPicturePixels } from '#lib/api/limits.ts'
import { DomainError } from '#lib/core/errors.ts'
import type { ImageResponse } from './worker-messages.ts'

const truncated = /premature end of JPEG/i
const tooLarge = /pixel limit/i
const unsupported = /unsupported image format/i

type ErrorResponse = ImageResponse & { kind: 'error' }

/** Maps the decoder's message about an upload to an error that a snapper can act on. */
export function toUploadError({ message, systemCode }: ErrorResponse): DomainError {
  const cause = new Error(message)
  if (systemCode) return storageError(systemCode, cause)
  if (truncated.test(message)) return imageTruncated(cause)
  if (unsupported.test(message)) return imageUnsupported(cause)
  if (tooLarge.test(message)) return imageTooLarge(cause)
  return imageCorrupt(cause)
}

/** A stored picture was decodable once, so an error here is the server's and not the client's. */
export function toRenderError({ message, systemCode }: ErrorResponse): DomainError {
  const cause = new Error(message)
  return systemCode
    ? storageError(systemCode, cause)
    : imageProcessError('could not render the picture', cause)
}

export function imageProcessError(what: string, cause: unknown): DomainError {
  return new DomainError(
    'image-process-unavailable',
    `The image process ${what}. Try again in half a minute.`,
    { cause, retryAfterSeconds: 30 },
  )
}

function storageError(systemCode: string, cause: Error): DomainError {
  return systemCode === 'ENOSPC' || systemCode === 'EDQUOT'
    ? new DomainError('insufficient-storage', 'The disk is full. Free some space and try again.', {
        cause,
      })
    : new DomainError('storage-unavailable', 'A file could not be read or written. Try again.', {
        cause,
        retryAfterSeconds: 30,
      })
}

export function imageTruncated(cause?: unknown): DomainError {
  return new DomainError(
    'image-truncated',
    'The JPEG is truncated. Take the picture again, and send it only when it is complete.',
    { cause },
  )
}

export function imageTooLarge(cause?: unknown): DomainError {
  return new DomainError(
    'image-too-large',
    `The picture has more than ${maxPicturePixels / 1e6} megapixels. Set the camera to a lower resolution.`,
    { cause },
  )
}

export function imageUnsupported(cause?: unknown): DomainError {
  return new DomainError(
    'image-unsupported-format',
    'This is not a JPEG that browsers can show. Send a baseline or progressive JPEG with 8 bits per channel.',
    { cause },
  )
}

export function imageCorrupt(cause?: unknown): DomainError {
  return new DomainError(
    'image-corrupt',
    'The JPEG is damaged and can’t be decoded. Take the picture again.',
    { cause },
  )
}
