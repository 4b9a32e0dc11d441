import { DomainError } from '#lib/core/errors.ts'
import { toProblem } from '#lib/http/problem.ts'

/** What the door refuses and the routes never see: status and short title. */
const doorFaults = {
  'malformed-request': [400, 'Malformed request'],
  'duplicate-authorization': [400, 'More than one Authorization header'],
  'upgrade-refused': [400, 'No other protocol is spoken here'],
  'expectation-failed': [417, 'Expectation not met'],
  'headers-too-large': [431, 'Header fields too large'],
  'internal-error': [500, 'Internal error'],
  'method-not-implemented': [501, 'Method not implemented'],
} as const satisfies Record<string, readonly [number, string]>

type DoorCode = keyof typeof doorFaults
/** Those that the routes tell too; `lib/http/problem.ts` knows their status. */
type SharedCode =
  | 'malformed-url'
  | 'not-found'
  | 'method-not-allowed'
  | 'request-timeout'
  | 'body-too-large'

export interface Rejection {
  code: DoorCode | SharedCode
  /** A sentence for people that says what to do. */
  detail: string
  headers?: Record<string, string>
}

/** The problem document of a refusal, in the shape that the routes' own have; header names are lower-case. */
export function renderRejection(
  { code, detail, headers }: Rejection,
  about: { path: string; requestId: string },
): { status: number; headers: Record<string, string>; body: string } {
  const { status, document } = describeFault(code, detail, about)
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

function describeFault(
  code: DoorCode | SharedCode,
  detail: string,
  about: { path: string; requestId: string },
) {
  if (!isDoorCode(code)) {
    const { status, body } = toProblem(new DomainError(code, detail), about)
    return { status, document: body }
  }
  const [status, title] = doorFaults[code]
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

function isDoorCode(code: DoorCode | SharedCode): code is DoorCode {
  return code in doorFaults
}
