import { getLog } from '#lib/app-context/log.ts'
import { DomainError } from '#lib/core/errors.ts'
import { countHttpError } from '#lib/metrics/record.ts'
import { toProblem } from '../problem.ts'

type Handler = (request: Request) => Promise<Response>

/**
 * A route for the owner's apps, which may run in a page of another site: no cookie reaches it, only tokens do. Its errors are those of
 * OAuth (RFC 6749, 5.2) and Micropub.
 */
export function appRoute(handlers: { GET?: Handler; POST?: Handler }) {
  const reading = 'GET' in handlers ? ['GET', 'HEAD'] : []
  const allow = [...reading, ...('POST' in handlers ? ['POST'] : []), 'OPTIONS'].join(', ')
  const cors = {
    'access-control-allow-origin': '*',
    'access-control-allow-methods': allow,
    'access-control-allow-headers': 'authorization, content-type, accept',
    'access-control-expose-headers': 'location, link',
    'access-control-max-age': '86400',
    'cross-origin-resource-policy': 'cross-origin',
  }
  const wrap = (handler: Handler) => async (request: Request) => {
    const response = await handler(request).catch((error: unknown) =>
      toErrorResponse(error, request),
    )
    for (const [name, value] of Object.entries(cors)) response.headers.set(name, value)
    if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store')
    return response
  }
  const reject: Handler = async ({ method }) => {
    const detail = `${method} is not supported here. Use one of ${allow}.`
    const response = renderError(405, 'invalid_request', detail)
    response.headers.set('allow', allow)
    return response
  }
  const read = wrap(handlers.GET ?? reject)
  return {
    GET: read,
    HEAD: read,
    POST: wrap(handlers.POST ?? reject),
    PUT: wrap(reject),
    PATCH: wrap(reject),
    DELETE: wrap(reject),
    OPTIONS: wrap(async () => new Response(null, { status: 204, headers: { allow } })),
  }
}

function toErrorResponse(error: unknown, request: Request): Response {
  const path = new URL(request.url).pathname
  const { status, body, headers } = toProblem(error, { path, requestId: null })
  const code = error instanceof DomainError ? error.code : 'internal-error'
  countHttpError(code)
  if (status >= 500) getLog().error({ err: error, path }, 'request failed')
  const detail = typeof body.detail === 'string' ? body.detail : 'The site failed. Try again later.'
  const response = renderError(
    status === 422 ? 400 : status,
    names[code] ?? 'invalid_request',
    detail,
  )
  if (headers['retry-after'] !== undefined)
    response.headers.set('retry-after', headers['retry-after'])
  if (code === 'token-invalid') response.headers.set('www-authenticate', 'Bearer realm="site"')
  return response
}

const names: Record<string, string> = {
  'invalid-grant': 'invalid_grant',
  'token-invalid': 'unauthorized',
  'content-read-only': 'forbidden',
  'wrong-scope': 'insufficient_scope',
  'not-found': 'not_found',
  'storage-unavailable': 'temporarily_unavailable',
  'internal-error': 'server_error',
}

function renderError(status: number, error: string, detail: string): Response {
  return Response.json({ error, error_description: detail }, { status })
}
