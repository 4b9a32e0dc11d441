import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { DomainError } from '#lib/errors.ts'
import { readLimited } from './limited-body.ts'
import { maxImageBytes } from './limits.ts'
import { readMultipart } from './multipart.ts'
import { withSlot } from './slots.ts'
import { checkHeaders, getMediaType } from './upload.ts'

/**
 * The picture of a PUT: the body itself (`curl -T snapshot.jpg`), or the part `file` of a multipart body as the original API
 * had it. No temporary file outlives the call.
 * @throws DomainError as `withUpload`
 */
export async function withPicture<T>(
  request: Request,
  temporaryDir: string,
  take: (imagePath: string) => Promise<T>,
): Promise<T> {
  checkHeaders(request)
  const isMultipart = getMediaType(request) === 'multipart/form-data'
  return withSlot('uploads', async () => {
    const path = isMultipart
      ? (await readMultipart(request, temporaryDir, 'file')).imagePath
      : await readRaw(request, temporaryDir)
    if (path === null)
      throw new DomainError(
        'empty-patch',
        'Send the JPEG as the body, or as the multipart part "file".',
      )
    try {
      return await take(path)
    } finally {
      await rm(path, { force: true })
    }
  })
}

async function readRaw(request: Request, temporaryDir: string): Promise<string> {
  await mkdir(temporaryDir, { recursive: true })
  const path = join(temporaryDir, `upload-${randomUUID()}`)
  try {
    const body = readLimited(request, maxImageBytes)
    await pipeline(body, createWriteStream(path, { flags: 'wx' }))
    return path
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}
