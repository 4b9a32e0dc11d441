import { DomainError } from '#lib/core/errors.ts'
import { toProblem } from '#lib/http/problem.ts'
import type { BufferedResponse } from '../next/captured-response.ts'

/** Rejections that only this server makes: status and title. */
const serverProblems = {
  'malformed-request': [400, 'Malformed request'],
  'duplicate-authorization': [400, 'More than one Authorization header'],
  'upgrade-refused': [400, 'Upgrade not supported'],
  'expectation-failed': [417, 'Expectation not met'],
  'headers-too-large': [431, 'Header fields too large'],
  'internal-error': [500, 'Internal error'],
  'method-not-implemented': [501, 'Method not implemented'],
} as const satisfies Record<string, readonly [number, string]>

type ServerCode = keyof typeof serverProblems
/** Those that routes use too; `lib/http/problem.ts` has their status. */
type SharedCode =
  | 'malformed-url'
  | 'not-found'
  | 'method-not-allowed'
  | 'request-timeout'
  | 'body-too-large'

export interface Rejection {
  code: ServerCode | SharedCode
  /** What is wrong and what to do, in a sentence or two. */
  detail: string
  headers?: Record<string, string>
}

export const internalError: Rejection = {
  code: 'internal-error',
  detail:
    'The server failed to handle the request. Try again; the log has the cause under request_id.',
}

/** A rejection's problem document, in the same shape as the routes' own; header names are lower-case. */
export function renderRejection(
  { code, detail, headers }: Rejection,
  about: { path: string; requestId: string },
): { status: number; headers: Record<string, string>; body: string } {
  const { status, document } = describeProblem(code, detail, about)
  const body = JSON.stringify(document)
  return {
    status,
    body,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': 'no-store',
      'content-length': String(Buffer.byteLength(body)),
      'x-content-type-options': 'nosniff',
      ...headers,
    },
  }
}

/**
 * The JSON that replaces an error of Next's own below /api, where no route was reached: the original snapper parses every response
 * before it looks at the status. `null` for a status that needs no replacement.
 */
export function toProblemResponse(
  status: number,
  allow: string | undefined,
  about: { path: string; requestId: string },
): BufferedResponse | null {
  const rejection = toRejection(status)
  if (rejection === null) return null
  const headers = allow === undefined ? {} : { headers: { allow } }
  const problem = renderRejection({ ...rejection, ...headers }, about)
  return {
    status: problem.status,
    headers: new Map(
      Object.entries({ ...problem.headers, 'cross-origin-resource-policy': 'cross-origin' }),
    ),
    body: Buffer.from(problem.body),
  }
}

function toRejection(status: number): Rejection | null {
  if (status === 404)
    return { code: 'not-found', detail: 'Nothing is here. /api/openapi.json lists all paths.' }
  if (status === 405)
    return { code: 'method-not-allowed', detail: 'This path does not support the method.' }
  if (status === 400) return { code: 'malformed-request', detail: 'The request can’t be parsed.' }
  return status >= 500 ? internalError : null
}

function describeProblem(
  code: ServerCode | SharedCode,
  detail: string,
  about: { path: string; requestId: string },
) {
  if (!isServerCode(code)) {
    const { status, body } = toProblem(new DomainError(code, detail), about)
    return { status, document: body }
  }
  const [status, title] = serverProblems[code]
  return {
    status,
    document: {
      type: `/problems/${code}`,
      title,
      status,
      detail,
      instance: about.path,
      request_id: about.requestId,
    },
  }
}

function isServerCode(code: ServerCode | SharedCode): code is ServerCode {
  return code in serverProblems
}
