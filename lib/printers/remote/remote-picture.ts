import { createHash, randomUUID } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { maxPictureBytes } from '#lib/api/limits.ts'
import type { OutboundResponse } from '#lib/outbound/outbound-request.ts'
import type { RemotePicture } from './parse-response.ts'
import { getRemoteErrorKind, RemoteError } from './remote-error.ts'
import { openRemote } from './remote-request.ts'
import { parseRemoteTime } from './time.ts'

export interface FetchedPicture {
  /** A temporary file, which the caller deletes. */
  path: string
  sha256: string
  /** Last-Modified. */
  modifiedAt: Date | null
}

export interface RemotePictures {
  /**
   * Downloads a picture to a temporary file; `null` where it is the last downloaded one.
   * @throws RemoteError, OutboundError
   */
  fetch(picture: RemotePicture, signal: AbortSignal): Promise<FetchedPicture | null>
  /** The last picture was not stored: downloads it again next time. */
  forget(): void
}

/** Each failed download may have cost 10 MB. */
const retryAfterMs = 5 * 60_000

interface Downloaded {
  url: string
  stamp: string
  validators: Record<string, string>
}

/** The pictures of one remote printer; none is downloaded twice. */
export function createRemotePictures(options: {
  source: URL
  isTrusted: boolean
  temporaryDir: string
}): RemotePictures {
  let last: Downloaded | null = null
  let failed: { url: string; stamp: string; atMs: number; error: unknown } | null = null

  return {
    async fetch(picture, signal) {
      const { stamp } = picture
      const url = picture.url.href
      const isFailed = failed?.url === url && failed.stamp === stamp
      if (failed !== null && isFailed && performance.now() < failed.atMs + retryAfterMs)
        throw failed.error
      try {
        return await download(picture, signal)
      } catch (error) {
        if (getRemoteErrorKind(error) !== null)
          failed = { url, stamp, atMs: performance.now(), error }
        throw error
      }
    },
    forget() {
      last = null
    },
  }

  async function download({ url, stamp }: RemotePicture, signal: AbortSignal) {
    const isSameUrl = last?.url === url.href
    // Same URL and date, so the same picture. A server without dates gets a request each time.
    if (isSameUrl && last?.stamp === stamp && stamp !== 'null') return null
    const headers = { accept: 'image/jpeg', ...(isSameUrl ? last?.validators : {}) }
    const response = await openRemote({
      url,
      source: options.source,
      isTrusted: options.isTrusted,
      headers,
      maxBytes: maxPictureBytes,
      signal,
    })
    const { status } = response
    if (status !== 200) response.body.cancel()
    if (status !== 200 && !(status === 304 && isSameUrl))
      throw new RemoteError(`${url.href} responded with ${status}`)
    const picture = status === 304 ? null : await save(response, options.temporaryDir)
    const validators = status === 304 ? (last?.validators ?? {}) : readValidators(response)
    last = { url: url.href, stamp, validators }
    return picture
  }
}

function readValidators({ headers }: OutboundResponse): Record<string, string> {
  const { etag, 'last-modified': modified } = headers
  return {
    ...(etag === undefined ? {} : { 'if-none-match': etag }),
    ...(modified === undefined ? {} : { 'if-modified-since': modified }),
  }
}

async function save(response: OutboundResponse, dir: string): Promise<FetchedPicture> {
  const path = join(/* turbopackIgnore: true */ dir, `remote-${randomUUID()}`)
  const hash = createHash('sha256')
  const file = await open(path, 'wx')
  try {
    for await (const chunk of response.body) {
      hash.update(chunk)
      await file.writeFile(chunk)
    }
    await file.close()
  } catch (error) {
    await file.close().catch(() => undefined)
    await rm(path, { force: true })
    throw error
  }
  const modifiedAt = parseRemoteTime(response.headers['last-modified'])
  return { path, sha256: hash.digest('hex'), modifiedAt }
}
