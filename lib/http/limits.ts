import { maxPictureBytes } from '#lib/api/limits.ts'
import { DomainError } from '#lib/core/errors.ts'

/** The picture, the other fields and the multipart headers. */
export const maxBodyBytes = maxPictureBytes + 64 * 1024
/** Of a post with its pictures, and of one of them as it comes from a phone. */
export const maxPostBytes = 64 * 1024 * 1024
export const maxPhotoBytes = 25 * 1024 * 1024
/** Of a post's text. */
export const maxPostTextBytes = 1_000_000
/** For a body without a picture. */
export const maxTextBytes = 64 * 1024

export function bodyTooLarge(maxBytes: number): DomainError {
  return new DomainError(
    'body-too-large',
    `The body exceeds ${maxBytes} bytes. Send a smaller JPEG or less text.`,
  )
}
