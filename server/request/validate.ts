import type { IncomingMessage } from 'node:http'
import type { Rejection } from './problem.ts'

const readable = ['GET', 'HEAD', 'OPTIONS']
const writable = ['POST', 'PUT', 'PATCH', 'DELETE']

/** Everything outside is documents and files. Nothing of Next's server actions, which are POSTs to pages, is let in. */
const writablePrefix = '/api/'

/**
 * Judges a request by its line and header alone, before anything is read of its body. Makes `request.url` a path: a proxy may
 * send it absolute.
 */
export function validateRequest(request: IncomingMessage, maxBodyBytes: number): Rejection | null {
  const { headers } = request
  if (request.httpVersionMajor === 1 && request.httpVersionMinor >= 1 && headers.host === undefined)
    return { code: 'malformed-request', detail: 'Send exactly one Host header.' }
  return (
    judgeUrl(request) ??
    judgeMethod(request) ??
    judgeUpgrade(headers.upgrade) ??
    judgeAuthorization(request) ??
    judgeLength(headers['content-length'], maxBodyBytes)
  )
}

function judgeUrl(request: IncomingMessage): Rejection | null {
  const given = request.url ?? ''
  const url = given.replace(/^https?:\/\/[^/?#]*/i, '')
  if (url === '*' && request.method === 'OPTIONS') return null
  const path = getPath(url)
  if (!path.startsWith('/') && url !== '')
    return { code: 'malformed-url', detail: 'The address has to start with a slash.' }
  try {
    decodeURIComponent(path)
  } catch {
    return {
      code: 'malformed-url',
      detail: 'The address has a percent sign that no UTF-8 character follows. Encode it anew.',
    }
  }
  // Next would redirect, and a redirected PATCH loses its body.
  if (/\/\/|\\/.test(path))
    return { code: 'not-found', detail: 'Nothing is here. Write single slashes.' }
  request.url = url === '' ? '/' : url
  return null
}

function judgeMethod({ method = '', url = '' }: IncomingMessage): Rejection | null {
  const isWritable = url.startsWith(writablePrefix)
  const allowed = isWritable ? [...readable, ...writable] : readable
  if (allowed.includes(method)) return null
  const isKnown = [...writable, 'TRACE', 'CONNECT'].includes(method)
  const allow = allowed.join(', ')
  return {
    code: isKnown ? 'method-not-allowed' : 'method-not-implemented',
    detail: `${method} isn't answered here. Use one of ${allow}.`,
    headers: { allow },
  }
}

function judgeUpgrade(upgrade: string | undefined): Rejection | null {
  // Offers of HTTP/2 (curl, Java) are answered in HTTP/1.1, as the standard has it; a WebSocket can't go on without one.
  if (upgrade === undefined || !/websocket/i.test(upgrade)) return null
  return { code: 'upgrade-refused', detail: 'There are no WebSockets here. Poll instead.' }
}

function judgeAuthorization({ headers, rawHeaders }: IncomingMessage): Rejection | null {
  if (headers.authorization === undefined) return null
  const count = rawHeaders.filter(
    (name, index) => index % 2 === 0 && name.toLowerCase() === 'authorization',
  ).length
  if (count === 1) return null
  return {
    code: 'duplicate-authorization',
    detail: 'Which one counts would be a matter of luck. Send one Authorization header.',
  }
}

function judgeLength(contentLength: string | undefined, maxBodyBytes: number): Rejection | null {
  if (contentLength === undefined || Number(contentLength) <= maxBodyBytes) return null
  return bodyTooLarge(maxBodyBytes)
}

export function bodyTooLarge(maxBodyBytes: number): Rejection {
  return {
    code: 'body-too-large',
    detail: `At most ${maxBodyBytes} bytes are taken. Send a smaller JPEG.`,
  }
}

/** Without the query. */
export function getPath(url: string): string {
  const end = url.search(/[?#]/)
  return end === -1 ? url : url.slice(0, end)
}

/** Has the request a body that may still be on its way? */
export function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length']
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0')
}
