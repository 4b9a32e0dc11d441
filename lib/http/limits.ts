import { DomainError } from '#lib/core/errors.ts'

/** A JPEG may have 10 MiB; around it come the other fields and the multipart's own lines. */
export const maxImageBytes = 10 * 1024 * 1024
export const maxBodyBytes = maxImageBytes + 64 * 1024
/** Of a body without a picture. */
export const maxTextBytes = 64 * 1024

export function bodyTooLarge(maxBytes: number): DomainError {
  return new DomainError(
    'body-too-large',
    `More than ${maxBytes} bytes came. Send a smaller JPEG or less text.`,
  )
}
