import type { IncomingMessage } from 'node:http'
import type { Rejection } from './problem.ts'

const safeMethods = ['GET', 'HEAD', 'OPTIONS']
const unsafeMethods = ['POST', 'PUT', 'PATCH', 'DELETE']

/** Everything else is read-only. This also keeps out Next's server actions, which are POSTs to pages. */
const writablePrefixes = ['/api/', '/admin/api/', '/indieauth', '/micropub', '/webmention']

/**
 * Validates a request by its request line and headers alone, before its body is read. Turns an absolute `request.url`, as a proxy
 * may send it, into a path.
 */
export function validateRequest(request: IncomingMessage, maxBodyBytes: number): Rejection | null {
  const { headers } = request
  if (lacksHost(request))
    return { code: 'malformed-request', detail: 'The Host header is missing. Send exactly one.' }
  if (hasTwo(request, 'host'))
    return { code: 'malformed-request', detail: 'There are two Host headers. Send exactly one.' }
  return (
    validateUrl(request) ??
    validateMethod(request) ??
    validateUpgrade(headers.upgrade) ??
    validateAuthorization(request) ??
    validateLength(headers['content-length'], maxBodyBytes)
  )
}

function validateUrl(request: IncomingMessage): Rejection | null {
  const given = request.url ?? ''
  const url = given.replace(/^https?:\/\/[^/?#]*/i, '')
  if (url === '*' && request.method === 'OPTIONS') return null
  const path = getPath(url)
  if (!path.startsWith('/') && path !== '')
    return { code: 'malformed-url', detail: 'The URL must start with a slash.' }
  try {
    decodeURIComponent(path)
  } catch {
    return { code: 'malformed-url', detail: 'The URL has an invalid percent-encoding.' }
  }
  // Next would redirect, and a redirected PATCH loses its body.
  if (/\/\/|\\/.test(path))
    return { code: 'not-found', detail: 'Nothing is here. Use single forward slashes.' }
  // `.env` or `.git` may lie in a folder of static files by mistake.
  if (/\/\.(?!well-known(?:\/|$))/.test(decodeURIComponent(path)))
    return { code: 'not-found', detail: 'Hidden files are not served, except in /.well-known/.' }
  request.url = path === '' ? `/${url}` : url
  return null
}

function validateMethod({ method = '', url = '' }: IncomingMessage): Rejection | null {
  const allowed = isWritable(url) ? [...safeMethods, ...unsafeMethods] : safeMethods
  if (allowed.includes(method)) return null
  const isKnown = [...unsafeMethods, 'TRACE', 'CONNECT'].includes(method)
  const allow = allowed.join(', ')
  return {
    code: isKnown ? 'method-not-allowed' : 'method-not-implemented',
    detail: `${method} is not supported here. Use one of ${allow}.`,
    headers: { allow },
  }
}

function validateUpgrade(upgrade: string | undefined): Rejection | null {
  // An offer of HTTP/2 (curl, Java) is ignored, as the standard says; a WebSocket client can't go on without an upgrade.
  if (upgrade === undefined || !/websocket/i.test(upgrade)) return null
  const detail = 'WebSockets are not supported. Poll instead.'
  // The client has no other use for the connection.
  return { code: 'upgrade-refused', detail, headers: { connection: 'close' } }
}

function validateAuthorization(request: IncomingMessage): Rejection | null {
  if (!hasTwo(request, 'authorization')) return null
  return {
    code: 'duplicate-authorization',
    detail: 'More than one Authorization header was sent. Send exactly one.',
  }
}

/** Node keeps the first of two and drops the other without a word. */
export function hasTwo({ rawHeaders }: IncomingMessage, name: string): boolean {
  let count = 0
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const given = rawHeaders[index]
    if (given?.length === name.length && given.toLowerCase() === name) count += 1
  }
  return count > 1
}

function validateLength(contentLength: string | undefined, maxBodyBytes: number): Rejection | null {
  if (contentLength === undefined || Number(contentLength) <= maxBodyBytes) return null
  return bodyTooLarge(maxBodyBytes)
}

export function bodyTooLarge(maxBodyBytes: number): Rejection {
  return {
    code: 'body-too-large',
    detail: `The body exceeds ${maxBodyBytes} bytes. Send a smaller JPEG.`,
  }
}

/** HTTP/1.0 has no Host. */
export function lacksHost({
  headers,
  httpVersionMajor,
  httpVersionMinor,
}: IncomingMessage): boolean {
  return headers.host === undefined && httpVersionMajor === 1 && httpVersionMinor >= 1
}

/** Whether anything below this path takes writes. */
export function isWritable(url: string): boolean {
  return writablePrefixes.some((prefix) =>
    prefix.endsWith('/') ? url.startsWith(prefix) : isBelow(url, prefix),
  )
}

/** What takes posts with pictures. */
export function isMicropub(url: string): boolean {
  return isBelow(url, '/micropub')
}

function isBelow(url: string, path: string): boolean {
  return url.startsWith(path) && /^(?:[/?#]|$)/.test(url.slice(path.length))
}

/** Without the query. */
export function getPath(url: string): string {
  const end = url.search(/[?#]/)
  return end === -1 ? url : url.slice(0, end)
}

/** Whether the request has a body that may still be arriving. */
export function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length']
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0')
}
