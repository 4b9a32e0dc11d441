import { createHash, randomUUID } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { maxPictureBytes } from '#lib/api/limits.ts'
import type { RemotePicture } from './parse-response.ts'
import { RemoteError } from './remote-error.ts'
import { fetchRemote, limitBody, type RemoteResponse } from './remote-request.ts'
import { parseRemoteTime } from './time.ts'

export interface FetchedPicture {
  /** A temporary file, to be consumed. */
  path: string
  sha256: string
  /** When its server says that the file was made. */
  modifiedAt: Date | null
}

export interface RemotePictures {
  /**
   * Brings a picture to a temporary file; `null` where it is the one that was brought last.
   * @throws RemoteError
   */
  fetch(picture: RemotePicture, signal: AbortSignal): Promise<FetchedPicture | null>
  /** What was brought last couldn't be kept: it is to be brought again. */
  forget(): void
}

/** A picture that couldn't be had may cost 10 MB each time it is tried. */
const failedForMs = 5 * 60_000

interface Known {
  url: string
  stamp: string
  validators: Record<string, string>
}

/** The pictures of one remote printer; none is fetched twice. */
export function createRemotePictures(options: {
  source: URL
  temporaryDir: string
}): RemotePictures {
  let known: Known | null = null
  let failed: { url: string; stamp: string; atMs: number; fault: RemoteError } | null = null

  return {
    async fetch(picture, signal) {
      const { stamp } = picture
      const url = picture.url.href
      const isFailed = failed?.url === url && failed.stamp === stamp
      if (failed !== null && isFailed && performance.now() < failed.atMs + failedForMs)
        throw failed.fault
      try {
        return await bring(picture, signal)
      } catch (fault) {
        if (fault instanceof RemoteError) failed = { url, stamp, atMs: performance.now(), fault }
        throw fault
      }
    },
    forget() {
      known = null
    },
  }

  async function bring({ url, stamp }: RemotePicture, signal: AbortSignal) {
    const isSameAddress = known?.url === url.href
    // The address and its date are the same, so the picture is. A server that gives no date is asked each time.
    if (isSameAddress && known?.stamp === stamp && stamp !== 'null') return null
    const headers = { accept: 'image/jpeg', ...(isSameAddress ? known?.validators : {}) }
    const answer = await fetchRemote({ url, source: options.source, headers, signal })
    const { status } = answer
    if (status !== 200) answer.body.on('error', () => undefined).destroy()
    if (status !== 200 && !(status === 304 && isSameAddress))
      throw new RemoteError('faulty', `${url.href} answers ${status}`)
    const picture = status === 304 ? null : await save(answer, options.temporaryDir)
    const validators = status === 304 ? (known?.validators ?? {}) : readValidators(answer)
    known = { url: url.href, stamp, validators }
    return picture
  }
}

function readValidators({ headers }: RemoteResponse): Record<string, string> {
  const { etag, 'last-modified': modified } = headers
  return {
    ...(etag === undefined ? {} : { 'if-none-match': etag }),
    ...(modified === undefined ? {} : { 'if-modified-since': modified }),
  }
}

async function save(answer: RemoteResponse, dir: string): Promise<FetchedPicture> {
  const path = join(/* turbopackIgnore: true */ dir, `remote-${randomUUID()}`)
  const hash = createHash('sha256')
  const file = await open(path, 'wx')
  try {
    for await (const chunk of limitBody(answer, maxPictureBytes)) {
      hash.update(chunk)
      await file.writeFile(chunk)
    }
    await file.close()
  } catch (error) {
    await file.close().catch(() => undefined)
    await rm(path, { force: true })
    throw error
  }
  const modifiedAt = parseRemoteTime(answer.headers['last-modified'])
  return { path, sha256: hash.digest('hex'), modifiedAt }
}
