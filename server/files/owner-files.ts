import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { matchesEtag } from '#lib/core/etag.ts'
import type { Handler } from '../next/internal-request.ts'
import { getPath } from '../request/validate.ts'
import { type OpenFile, openFileIn } from './open-file-in.ts'
import { parseRange } from './parse-range.ts'

/** A browser asks each time whether a file has changed: its name stays the same. */
const cacheControl = 'public, max-age=0, s-maxage=60, must-revalidate'

/** What the site itself depends on. */
const reserved = /^\/(?:_next|admin|api|assets|indieauth|media|micropub)(?:\/|$)/i

/** Serves the owner's static files, which take precedence over everything but the site's own machinery; `next` does the rest. */
export function withOwnerFiles(folder: string, next: Handler): Handler {
  return async (request, response) => {
    const path = getPath(request.url ?? '/')
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    const file = isRead && !reserved.test(path) ? await openFileIn(folder, path) : null
    if (file === null) return next(request, response)
    try {
      await send(file, request, response)
    } finally {
      await file.handle.close()
    }
  }
}

async function send(
  { handle, type, size, changedAt }: OpenFile,
  { method, headers }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const etag = `"${size.toString(36)}-${changedAt.getTime().toString(36)}"`
  response.setHeader('content-type', type)
  response.setHeader('cache-control', cacheControl)
  // Weak, so that the public cache makes one of the bytes, which is the same on each replica.
  response.setHeader('etag', `W/${etag}`)
  response.setHeader('last-modified', changedAt.toUTCString())
  response.setHeader('accept-ranges', 'bytes')
  if (headers['if-none-match'] !== undefined && matchesEtag(headers['if-none-match'], etag)) {
    response.writeHead(304).end()
    return
  }
  const range = headers['if-range'] === undefined ? parseRange(headers.range, size) : null
  if (range === 'unsatisfiable') {
    response.setHeader('content-range', `bytes */${size}`)
    response.writeHead(416).end()
    return
  }
  const { start, end } = range ?? { start: 0, end: size - 1 }
  if (range !== null) {
    response.statusCode = 206
    response.setHeader('content-range', `bytes ${start}-${end}/${size}`)
  }
  response.setHeader('content-length', end - start + 1)
  if (method === 'HEAD' || size === 0) response.end()
  else await pipeline(handle.createReadStream({ start, end, autoClose: false }), response)
}
