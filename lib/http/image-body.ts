import { rm } from 'node:fs/promises'
import { maxPictureBytes } from '#lib/api/limits.ts'
import { DomainError } from '#lib/core/errors.ts'
import { readLimited } from './limited-body.ts'
import { maxBodyBytes } from './limits.ts'
import { readMultipart } from './multipart.ts'
import { saveToTemporaryFile } from './temporary-file.ts'
import { checkHeaders, getMediaType } from './upload.ts'
import { withUploadSlot } from './upload-slots.ts'

/**
 * The picture of a PUT: the body itself (`curl -T snapshot.jpg`), or the part `file` of a multipart body as the original API
 * had it. No temporary file outlives the call.
 * @throws DomainError as `withUpload`
 */
export async function withImageBody<T>(
  request: Request,
  temporaryDir: string,
  take: (imagePath: string) => Promise<T>,
): Promise<T> {
  checkHeaders(request)
  const isMultipart = getMediaType(request) === 'multipart/form-data'
  return withUploadSlot('uploads', async () => {
    const path = isMultipart
      ? (await readMultipart(request, temporaryDir, 'file')).imagePath
      : await saveToTemporaryFile(readLimited(request, maxBodyBytes), temporaryDir, maxPictureBytes)
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
