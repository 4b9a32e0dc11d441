import { createHash, randomUUID } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type BlobStore, checkPrefix, parseKey } from '#lib/images/blob-store.ts'
import { withDiskErrors } from './filesystem.ts'
import {
  createS3Request,
  invalidResponse,
  type S3Options,
  type SendS3Request,
} from './s3-request.ts'
import { parseBlobsUrl } from './s3-url.ts'
import { openTemporaryFolder } from './temporary-folder.ts'

/** Written and deleted by `checkWritable`; not the key of a blob. */
const checkKey = 'write-check'

interface S3BlobsOptions extends S3Options {
  /** `BLOBS_URL`, see `parseBlobsUrl`. */
  url: string
  /** For temporary files. */
  dataDir: string
}

/**
 * Stores blobs in a bucket of any S3 store, under their own keys. Opening sends no request, so that a site starts during an outage of
 * the store.
 * @throws Error for an invalid URL; DomainError `storage-unavailable`, `insufficient-storage` of the temporary folder
 */
export async function openS3Blobs({
  url,
  dataDir,
  ...options
}: S3BlobsOptions): Promise<BlobStore> {
  const send = createS3Request(parseBlobsUrl(url), options)
  const temporary = await openTemporaryFolder(dataDir)

  async function get(key: string): Promise<Buffer | null> {
    const { kind, sha256 } = parseKey(key)
    const response = await send({ method: 'GET', key })
    if (response === null) return null
    if (kind === 'original' && hash(response.bytes) !== sha256)
      throw invalidResponse(`The content of ${key} has another hash`)
    return response.bytes
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
      if ((await send({ method: 'HEAD', key })) !== null) return true
      // A 404 to HEAD has no body that distinguishes a missing picture from a missing bucket.
      return (await send({ method: 'GET', key })) !== null
    },
    delete: async (key) => {
      parseKey(key)
      await send({ method: 'DELETE', key })
    },
    list: async function* (prefix) {
      checkPrefix(prefix)
      for await (const entry of listObjects(send, prefix)) if (isBlobKey(entry.key)) yield entry
    },
    checkWritable: async () => {
      await put(checkKey, Buffer.from('write check'))
      await send({ method: 'DELETE', key: checkKey })
    },
  }

  async function put(key: string, body: Buffer): Promise<void> {
    if ((await send({ method: 'PUT', key, body })) === null)
      throw invalidResponse(`The store reports NoSuchKey for the upload of ${key}`)
  }
}

/** Other objects in the bucket must not be listed, because the sweep deletes listed blobs. */
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

interface Page {
  entries: { key: string; bytes: number; modifiedAt: Date }[]
  next: string | null
}

/** Every object below a prefix, a thousand at a time (ListObjectsV2). */
async function* listObjects(send: SendS3Request, prefix: string) {
  let token: string | null = null
  do {
    const search = { 'list-type': '2', prefix, ...(token && { 'continuation-token': token }) }
    const response = await send({ method: 'GET', search })
    const page: Page = parsePage(response?.bytes.toString('utf8') ?? '')
    yield* page.entries
    token = page.next
  } while (token !== null)
}

/**
 * Parses a ListBucketResult. Keys are hex digits and a few letters, so regular expressions are enough for its XML.
 * @throws DomainError `storage-unavailable` for any other document: an empty list would mean that all blobs are lost
 */
function parsePage(xml: string): Page {
  if (!/<ListBucketResult[\s>]/.test(xml) || !xml.includes('</ListBucketResult>'))
    throw invalidResponse('The response is not a list of objects')
  const entries = xml
    .split('<Contents>')
    .slice(1)
    .map((rest) => {
      const [content = ''] = rest.split('</Contents>', 1)
      const key = getText(content, 'Key')
      const bytes = Number(getText(content, 'Size') ?? Number.NaN)
      const modifiedAt = new Date(getText(content, 'LastModified') ?? Number.NaN)
      if (key === null || !Number.isSafeInteger(bytes) || Number.isNaN(modifiedAt.getTime()))
        throw invalidResponse('The list of objects has invalid entries')
      return { key, bytes, modifiedAt }
    })
  const next = getText(xml, 'NextContinuationToken')
  if (getText(xml, 'IsTruncated') === 'true' && next === null)
    throw invalidResponse('The list of objects is truncated and has no continuation token')
  return { entries, next }
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function getText(xml: string, tag: string): string | null {
  const text = new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(xml)?.[1]
  return text?.replace(/&(amp|lt|gt|quot|apos);/g, (_, name) => entities[name] ?? '') ?? null
}
