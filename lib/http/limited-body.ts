import { Readable, Transform } from 'node:stream'
import { DomainError } from '#lib/core/errors.ts'
import { bodyTooLarge } from './limits.ts'

/**
 * The request's body as a Node stream. It ends in `body-too-large` when more comes than may, and in `malformed-multipart` when
 * the connection breaks off.
 */
export function readLimited(request: Request, maxBytes: number): Readable {
  if (request.body === null) return Readable.from([])
  // lib.dom's ReadableStream and Node's are one at run time.
  const source = Readable.fromWeb(request.body as Parameters<typeof Readable.fromWeb>[0])
  const limited = limitBytes(maxBytes)
  source.on('error', (cause) =>
    limited.destroy(
      new DomainError('malformed-multipart', 'The connection broke off. Send the report again.', {
        cause,
      }),
    ),
  )
  limited.on('close', () => source.destroy())
  return source.pipe(limited)
}

/** Passes bytes on until there are too many of them. */
export function limitBytes(maxBytes: number): Transform {
  let seen = 0
  return new Transform({
    transform(chunk: Buffer, _, done) {
      seen += chunk.length
      if (seen > maxBytes) done(bodyTooLarge(maxBytes))
      else done(null, chunk)
    },
  })
}
