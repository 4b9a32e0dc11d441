import type { Answer } from '../cache/entry.ts'
import { getField } from '../headers/response-headers.ts'
import { type Refusal, renderRefusal } from '../request/problem.ts'

/**
 * Whatever fails below /api answers in JSON: the original snapper parses every answer before it looks at the status. Routes see
 * to that themselves; this catches what Next says where no route is reached.
 */
export function toProblem(answer: Answer, about: { path: string; requestId: string }): Answer {
  if (answer.status < 400 || !about.path.startsWith('/api/')) return answer
  if (/\bjson\b/.test(getField(answer.fields, 'content-type') ?? '')) return answer
  const judged = judge(answer.status)
  if (judged === null) return answer
  const allow = getField(answer.fields, 'allow')
  const refusal = {
    ...judged,
    ...(allow === undefined ? {} : { headers: { allow } }),
  }
  const { status, headers, body } = renderRefusal(refusal, about)
  return { status, fields: new Map(Object.entries(headers)), body: Buffer.from(body) }
}

function judge(status: number): Refusal | null {
  if (status === 404)
    return { code: 'not-found', detail: 'Nothing is here. /api/openapi.json lists what is.' }
  if (status === 405)
    return { code: 'method-not-allowed', detail: 'This address answers to other methods only.' }
  if (status === 400) return { code: 'malformed-request', detail: 'The request can’t be read.' }
  return status >= 500 ? internalError : null
}

export const internalError: Refusal = {
  code: 'internal-error',
  detail: 'Something broke here. It is in the log, under this request’s id; trying again may help.',
}
