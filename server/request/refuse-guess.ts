import type { IncomingMessage } from 'node:http'
import type { Context } from '#lib/app-context/context.ts'
import { DomainError } from '#lib/core/errors.ts'
import { singleton } from '#lib/core/singleton.ts'
import { authorizeSnapper } from '#lib/http/authorize.ts'
import { toProblem } from '#lib/http/problem.ts'
import { countHttpError } from '#lib/metrics/record.ts'
import { findReported, noteRefusal } from '#lib/printers/manage/refusals.ts'
import type { Origin } from '../headers/request-headers.ts'
import { toResponseHeaders } from '../headers/response-headers.ts'
import type { TrackedRequest } from '../request-log.ts'
import { getPath } from './validate.ts'

const refused = ['unauthorized', 'too-many-requests', 'busy']

/**
 * Answers a report with wrong credentials before Next does. Next needs milliseconds for each request, in which no poll is answered, and
 * a guesser sends hundreds. Routes check the credentials of what passes. The connection stays open: Node discards the body.
 * @returns whether it has answered
 */
export async function refuseGuess(
  { id: requestId, request, response }: TrackedRequest,
  origin: Origin,
): Promise<boolean> {
  const path = getPath(request.url ?? '')
  const error = await findError(request, path)
  if (error === null) return false
  countHttpError(error.code)
  const address = request.headers['x-client-address']?.toString() ?? 'unknown'
  noteRefusal({ method: request.method ?? '', path, address }, error)
  const problem = toProblem(error, { path, requestId })
  const body = JSON.stringify(problem.body)
  const headers = new Map(Object.entries(problem.headers))
    .set('content-length', String(Buffer.byteLength(body)))
    .set('cross-origin-resource-policy', 'cross-origin')
  const sent = toResponseHeaders(headers, { path, origin, page: null })
  response.writeHead(problem.status, Object.fromEntries(sent)).end(body)
  return true
}

/** `null` for what a route answers. */
async function findError(
  { headers, method = '' }: IncomingMessage,
  path: string,
): Promise<DomainError | null> {
  const id = findReported(method, path)
  if (id === null || headers.authorization === undefined) return null
  // Next's routes open it at the first request.
  const holder = singleton('context', () => ({ opening: null as Promise<Context> | null }))
  try {
    const context = await holder.opening
    if (context === null) return null
    context.remotes.rejectReport(id)
    const given = ['authorization', 'x-client-address', 'sec-fetch-site'] as const
    const values = new Map(given.map((name) => [name as string, headers[name]?.toString()]))
    await authorizeSnapper({ headers: values }, context.store.printers, id)
  } catch (error) {
    if (error instanceof DomainError && refused.includes(error.code)) return error
  }
  return null
}
