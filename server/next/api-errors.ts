import type { BufferedResponse } from '../cache/entry.ts'
import { getHeader } from '../headers/response-headers.ts'
import { type Rejection, renderRejection } from '../request/problem.ts'

/**
 * Whatever fails below /api answers in JSON: the original snapper parses every answer before it looks at the status. Routes see
 * to that themselves; this catches what Next says where no route is reached.
 */
export function toProblemResponse(
  answer: BufferedResponse,
  about: { path: string; requestId: string },
): BufferedResponse {
  if (answer.status < 400 || !about.path.startsWith('/api/')) return answer
  if (/\bjson\b/.test(getHeader(answer.fields, 'content-type') ?? '')) return answer
  const judged = judge(answer.status)
  if (judged === null) return answer
  const allow = getHeader(answer.fields, 'allow')
  const refusal = {
    ...judged,
    ...(allow === undefined ? {} : { headers: { allow } }),
  }
  const { status, headers, body } = renderRejection(refusal, about)
  return { status, fields: new Map(Object.entries(headers)), body: Buffer.from(body) }
}

function judge(status: number): Rejection | null {
  if (status === 404)
    return { code: 'not-found', detail: 'Nothing is here. /api/openapi.json lists what is.' }
  if (status === 405)
    return { code: 'method-not-allowed', detail: 'This address answers to other methods only.' }
  if (status === 400) return { code: 'malformed-request', detail: 'The request can’t be read.' }
  return status >= 500 ? internalError : null
}

export const internalError: Rejection = {
  code: 'internal-error',
  detail: 'Something broke here. It is in the log, under this request’s id; trying again may help.',
}
