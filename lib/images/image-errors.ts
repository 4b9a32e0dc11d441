import { maxPicturePixels } from '#lib/api/limits.ts'
import { DomainError } from '#lib/core/errors.ts'
import type { ImageResponse } from './worker-messages.ts'

const truncated = /premature end of JPEG/i
const tooLarge = /pixel limit/i
const unsupported = /unsupported image format/i

/** What the image process answers where it doesn't answer the question. */
type Refused = ImageResponse & { kind: 'refused' }

/** Turns what the decoder said of an upload into a fault that a snapper can act on. */
export function toUploadError({ reason, systemCode }: Refused): DomainError {
  const cause = new Error(reason)
  if (systemCode) return storageFault(systemCode, cause)
  if (truncated.test(reason)) return imageTruncated(cause)
  if (unsupported.test(reason)) return imageUnsupported(cause)
  if (tooLarge.test(reason)) return imageTooLarge(cause)
  return imageCorrupt(cause)
}

/** A kept picture was decoded before: where it can't be any more, the fault is ours and not the visitor's. */
export function toRenderError({ reason, systemCode }: Refused): DomainError {
  const cause = new Error(reason)
  return systemCode
    ? storageFault(systemCode, cause)
    : imageProcessError('could not render it', cause)
}

export function imageProcessError(what: string, cause: unknown): DomainError {
  return new DomainError(
    'image-process-unavailable',
    `The image process ${what}. Try again in half a minute.`,
    { cause, retryAfterSeconds: 30 },
  )
}

function storageFault(systemCode: string, cause: Error): DomainError {
  return systemCode === 'ENOSPC' || systemCode === 'EDQUOT'
    ? new DomainError('insufficient-storage', 'The disk is full. Make room, and try again.', {
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
    'The JPEG ends before its picture does. Take it again, and send it only when it is complete.',
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
    'That is no JPEG that browsers can show. Send a baseline or progressive JPEG with 8 bits a channel.',
    { cause },
  )
}

export function imageCorrupt(cause?: unknown): DomainError {
  return new DomainError(
    'image-corrupt',
    'The JPEG is damaged and can not be decoded. Take the picture again.',
    { cause },
  )
}
