import { DomainError } from '#lib/errors.ts'
import type { ImageAnswer } from './worker-messages.ts'

const truncated = /premature end of JPEG/i
const tooLarge = /pixel limit/i
const unsupported = /unsupported image format/i

/** Turns what the decoder said into a fault that a snapper can act on. */
export function refusal(answer: ImageAnswer): Error {
  if (answer.kind !== 'refused')
    return new Error(`The image process answered another question: ${answer.kind}`)
  const cause = new Error(answer.reason)
  if (truncated.test(answer.reason)) return imageTruncated(cause)
  if (unsupported.test(answer.reason)) return imageUnsupported(cause)
  if (tooLarge.test(answer.reason)) return imageTooLarge(cause)
  return imageCorrupt(cause)
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
    'The picture has more than 40 megapixels. Set the camera to a lower resolution.',
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
