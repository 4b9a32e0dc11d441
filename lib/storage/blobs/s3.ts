import { createHash, randomUUID } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BlobStore } from '#lib/images/blob-store.ts'
import { withDiskErrors } from './filesystem-errors.ts'
import { checkPrefix, parseKey } from './keys.ts'
import { listObjects } from './s3-list.ts'
import { createS3Request, distrust, type S3Options } from './s3-request.ts'
import { parseBlobsUrl } from './s3-url.ts'
import { openTemporaryFolder } from './temporary-folder.ts'

/** Written and deleted by `checkWritable`; no blob's key. */
const checkKey = 'write-check'

export interface S3BlobsOptions extends S3Options {
  /** `BLOBS_URL`; its form is told at `parseBlobsUrl`. */
  url: string
  /** For temporary files. */
  dataDir: string
}

/**
 * Keeps blobs in a bucket of any store that speaks S3, under their own keys. Nothing is asked of the store yet: a site starts while
 * its pictures are away.
 * @throws Error where the URL can't be read; DomainError `storage-unavailable`, `insufficient-storage` of the temporary folder
 */
export async function openS3Blobs({
  url,
  dataDir,
  ...options
}: S3BlobsOptions): Promise<BlobStore> {
  const ask = createS3Request(parseBlobsUrl(url), options)
  const temporary = await openTemporaryFolder(dataDir)

  async function get(key: string): Promise<Buffer | null> {
    const { kind, sha256 } = parseKey(key)
    const answer = await ask({ method: 'GET', key })
    if (answer === null) return null
    if (kind === 'original' && hash(answer.bytes) !== sha256)
      throw distrust(`The bytes of ${key} are not those that its name tells.`)
    return answer.bytes
  }

  return {
    get,
    putFile: async (key, temporaryPath) => {
      parseKey(key)
      const body = await withDiskErrors(() => readFile(temporaryPath))
      await put(key, body)
      await withDiskErrors(() => rm(temporaryPath))
    },
    openFile: async (key) => {
      const bytes = await get(key)
      if (bytes === null) return null
      const path = join(temporary, `opened-${randomUUID()}`)
      const release = () => withDiskErrors(() => rm(path, { force: true }))
      try {
        await withDiskErrors(() => writeFile(path, bytes, { flag: 'wx' }))
      } catch (error) {
        await release()
        throw error
      }
      return { path, release }
    },
    has: async (key) => {
      parseKey(key)
      // One byte rather than HEAD, whose 404 has no body to tell a missing picture from a missing bucket. 416: it is empty.
      return (await ask({ method: 'GET', key, headers: { range: 'bytes=0-0' } })) !== null
    },
    delete: async (key) => {
      parseKey(key)
      await ask({ method: 'DELETE', key })
    },
    list: async function* (prefix) {
      checkPrefix(prefix)
      for await (const found of listObjects(ask, prefix)) if (isBlobKey(found.key)) yield found
    },
    checkWritable: async () => {
      await put(checkKey, Buffer.from('written to see whether it can be'))
      await ask({ method: 'DELETE', key: checkKey })
    },
  }

  async function put(key: string, body: Buffer): Promise<void> {
    if ((await ask({ method: 'PUT', key, body })) === null)
      throw distrust(`${key} was sent and is said not to be there.`)
  }
}

/** Somebody else's object in our bucket is not ours to list, and so not ours to sweep away. */
function isBlobKey(key: string): boolean {
  try {
    parseKey(key)
    return true
  } catch {
    return false
  }
}

function hash(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
