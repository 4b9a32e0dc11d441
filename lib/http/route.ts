import { getLog } from '#lib/app-context/log.ts'
import { DomainError } from '#lib/core/errors.ts'
import { countHttpError } from '#lib/metrics/record.ts'
import { toProblem } from './problem.ts'

type Handler<P> = (request: Request, params: P) => Promise<Response>
type NextHandler<P> = (request: Request, context: { params: Promise<P> }) => Promise<Response>

const writable = ['POST', 'PUT', 'PATCH', 'DELETE'] as const
type Method = 'GET' | 'HEAD' | 'OPTIONS' | (typeof writable)[number]

/**
 * A route's handlers, every method answered: those that are given, HEAD and OPTIONS with them, and 405 with `Allow` for the
 * rest (Next's own 405 has none). Whatever a handler throws leaves as a problem document, or as its sentence for who asks for text.
 */
export function route<P extends object>(
  handlers: Partial<Record<'GET' | (typeof writable)[number], Handler<P>>>,
  faults: 'problem' | 'text' = 'problem',
): Record<Method, NextHandler<P>> {
  const isPublic = handlers.GET !== undefined
  const allowed = [
    ...(isPublic ? ['GET', 'HEAD'] : []),
    'OPTIONS',
    ...Object.keys(handlers).filter((method) => method !== 'GET'),
  ]
  const allow = allowed.join(', ')
  const refuse: Handler<P> = async (request) => {
    const detail = `${request.method} isn't answered here. Use one of ${allow}.`
    const refused = answerProblem(new DomainError('method-not-allowed', detail), request, faults)
    refused.headers.set('allow', allow)
    return refused
  }
  const guard = (handler: Handler<P>) => answerFaults(handler, faults)
  const read = guard(handlers.GET ?? refuse)
  const write = (method: (typeof writable)[number]) => guard(handlers[method] ?? refuse)
  return {
    GET: read,
    HEAD: read, // Next leaves the body out
    OPTIONS: guard(async () => new Response(null, { status: 204, headers: preflight(allow) })),
    POST: write('POST'),
    PUT: write('PUT'),
    PATCH: write('PATCH'),
    DELETE: write('DELETE'),
  }
}

/** Other sites' pages may read; writing from them is refused, so no other method is offered to them. */
function preflight(allow: string): Record<string, string> {
  return {
    allow,
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, HEAD',
    'access-control-max-age': '86400',
  }
}

function answerFaults<P>(handler: Handler<P>, faults: 'problem' | 'text'): NextHandler<P> {
  return async (request, { params }) => {
    try {
      return await handler(request, await params)
    } catch (error) {
      return answerProblem(error, request, faults)
    }
  }
}

function answerProblem(error: unknown, request: Request, faults: 'problem' | 'text'): Response {
  const path = new URL(request.url).pathname
  const requestId = request.headers.get('x-request-id')
  const { status, body, headers } = toProblem(error, { path, requestId })
  countHttpError(error instanceof DomainError ? error.code : 'internal-error')
  if (status >= 500) getLog().error({ err: error, requestId, path }, 'request failed')
  if (faults === 'problem') return new Response(JSON.stringify(body), { status, headers })
  const text = { ...headers, 'content-type': 'text/plain; charset=utf-8' }
  return new Response(`${body.detail ?? body.title}\n`, { status, headers: text })
}
