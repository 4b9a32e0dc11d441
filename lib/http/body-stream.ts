import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { DomainError } from '#lib/core/errors.ts'
import { diskUnavailable, hasCode, withDiskErrors } from '#lib/storage/blobs/filesystem.ts'
import { bodyTooLarge } from './limits.ts'

/**
 * The request's body as a Node stream. It fails with `body-too-large` above `maxBytes`, and with `malformed-multipart` when the
 * connection breaks.
 */
export function readLimited(request: Request, maxBytes: number): Readable {
  if (request.body === null) return Readable.from([])
  // `Readable.fromWeb` cancels while it waits for a chunk. A cancelled body that then ends throws where nobody can catch it; an
  // iterator cancels after the chunk. Its type is missing in lib.dom.
  const chunks = request.body as unknown as AsyncIterable<Uint8Array>
  const source = Readable.from(chunks, { objectMode: false })
  const limited = limitBytes(maxBytes)
  source.on('error', (cause) =>
    limited.destroy(
      new DomainError('malformed-multipart', 'The connection broke. Send the report again.', {
        cause,
      }),
    ),
  )
  limited.on('close', () => source.destroy())
  return source.pipe(limited)
}

/**
 * Streams `source` to a new file in `dir`, which must exist. Attaches at once: a source may end at any moment. The file is deleted
 * before an error is thrown.
 * @throws DomainError `body-too-large`, `insufficient-storage`, `storage-unavailable`, and the source's own error
 */
export async function saveToTemporaryFile(
  source: Readable,
  dir: string,
  maxBytes: number,
): Promise<string> {
  const path = join(dir, `upload-${randomUUID()}`)
  const file = createWriteStream(path, { flags: 'wx' })
  return await withDiskErrors(async () => {
    try {
      await pipeline(source, limitBytes(maxBytes), file)
      return path
    } catch (error) {
      // A pipeline rejects while the file may still be opening; deleted now, it would reappear.
      if (!file.closed) await once(file.destroy(), 'close')
      await rm(path, { force: true }).catch(() => undefined)
      // The folder is gone: its disk may not be mounted any more.
      throw hasCode(error, 'ENOENT') ? diskUnavailable(error) : error
    }
  })
}

/** Passes bytes on, up to `maxBytes`. */
function limitBytes(maxBytes: number): Transform {
  let bytes = 0
  return new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length
      if (bytes > maxBytes) done(bodyTooLarge(maxBytes))
      else done(null, chunk)
    },
  })
}
