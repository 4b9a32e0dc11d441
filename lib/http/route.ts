import { getLog } from '#lib/app-context/log.ts'
import { DomainError } from '#lib/core/errors.ts'
import { countHttpError } from '#lib/metrics/record.ts'
import { noteRefusal } from '#lib/printers/manage/refusals.ts'
import { toProblem } from './problem.ts'

type Handler<P> = (request: Request, params: P) => Promise<Response>
type NextHandler<P> = (request: Request, context: { params: Promise<P> }) => Promise<Response>

const unsafeMethods = ['POST', 'PUT', 'PATCH', 'DELETE'] as const
type Method = 'GET' | 'HEAD' | 'OPTIONS' | (typeof unsafeMethods)[number]
type Handlers<P> = Partial<Record<'GET' | (typeof unsafeMethods)[number], Handler<P>>>

interface Declaration {
  /** Other sites may embed the responses; else only pages of this one. */
  isEmbeddable?: boolean
  /** Pages of other sites may not read the responses either. */
  isPrivate?: boolean
  /** Default: a problem document. */
  errors?: 'problem' | 'text'
}

/**
 * The handlers of all methods: those given, HEAD and OPTIONS for them, and 405 with `Allow` for the rest (Next's own 405 has no
 * `Allow`). An error that a handler throws becomes a problem document, or its sentence as plain text.
 */
export function route<P extends object>(
  handlers: Handlers<P>,
  { isEmbeddable = false, isPrivate = false, errors = 'problem' }: Declaration = {},
): Record<Method, NextHandler<P>> {
  const allow = [
    ...(handlers.GET === undefined ? [] : ['GET', 'HEAD']),
    'OPTIONS',
    ...Object.keys(handlers).filter((method) => method !== 'GET'),
  ].join(', ')

  const rejectMethod: Handler<P> = async (request) => {
    const detail = `${request.method} is not supported here. Use one of ${allow}.`
    const response = respondWithError(
      new DomainError('method-not-allowed', detail),
      request,
      errors,
    )
    response.headers.set('allow', allow)
    return response
  }

  const wrap =
    (handler: Handler<P>): NextHandler<P> =>
    async (request, { params }) => {
      const response = await handler(request, await params).catch((error: unknown) =>
        respondWithError(error, request, errors),
      )
      if (isEmbeddable) response.headers.set('cross-origin-resource-policy', 'cross-origin')
      return response
    }

  const read = wrap(handlers.GET ?? rejectMethod)
  const write = (method: (typeof unsafeMethods)[number]) => wrap(handlers[method] ?? rejectMethod)
  return {
    GET: read,
    HEAD: read, // Next leaves the body out
    OPTIONS: wrap(
      async () =>
        new Response(null, { status: 204, headers: isPrivate ? { allow } : preflight(allow) }),
    ),
    POST: write('POST'),
    PUT: write('PUT'),
    PATCH: write('PATCH'),
    DELETE: write('DELETE'),
  }
}

/** A route of the API, which other sites may embed and read. */
export function apiRoute<P extends object>(handlers: Handlers<P>): Record<Method, NextHandler<P>> {
  return route(handlers, { isEmbeddable: true })
}

/** Pages of other sites may read but not write, so only reading methods are offered to them. */
function preflight(allow: string): Record<string, string> {
  return {
    allow,
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, HEAD',
    'access-control-max-age': '86400',
  }
}

function respondWithError(error: unknown, request: Request, errors: 'problem' | 'text'): Response {
  const path = new URL(request.url).pathname
  const requestId = request.headers.get('x-request-id')
  const { status, body, headers } = toProblem(error, { path, requestId })
  countHttpError(error instanceof DomainError ? error.code : 'internal-error')
  const address = request.headers.get('x-client-address') ?? 'unknown'
  const userAgent = request.headers.get('user-agent')
  if (error instanceof DomainError)
    noteRefusal({ method: request.method, path, address, userAgent }, error)
  // Being busy is an answer and no fault: a flood must not fill the log with stacks.
  const isBusy = error instanceof DomainError && error.code === 'busy'
  if (status >= 500 && !isBusy) getLog().error({ err: error, requestId, path }, 'request failed')
  const text = errors === 'problem' ? JSON.stringify(body) : `${body.detail ?? body.title}\n`
  const contentType = errors === 'problem' ? {} : { 'content-type': 'text/plain; charset=utf-8' }
  return new Response(text, { status, headers: { ...headers, ...contentType } })
}
