import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { DomainError } from '#lib/core/errors.ts'
import { limitBytes } from './limited-body.ts'

/**
 * Streams `source` to a new file in `dir`, which must be there. Attaches at once: a source may end any moment. When it throws, the file is gone.
 * @throws DomainError `body-too-large`, `insufficient-storage`, and what the source ends in
 */
export async function saveToTemporaryFile(
  source: Readable,
  dir: string,
  maxBytes: number,
): Promise<string> {
  const path = join(dir, `upload-${randomUUID()}`)
  const file = createWriteStream(path, { flags: 'wx' })
  try {
    await pipeline(source, limitBytes(maxBytes), file)
    return path
  } catch (error) {
    // A pipeline rejects while the file may still be opening; deleted now, it would come back.
    if (!file.closed) await once(file.destroy(), 'close')
    await rm(path, { force: true })
    throw isFull(error) ? full(error) : error
  }
}

function isFull(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ENOSPC' || code === 'EDQUOT'
}

function full(cause: unknown): DomainError {
  return new DomainError(
    'insufficient-storage',
    'The disk of the site is full. The owner has to make room; send the picture again later.',
    { cause, retryAfterSeconds: 600 },
  )
}
