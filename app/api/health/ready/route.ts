import { getContext } from '#lib/app-context/context.ts'
import { countContentErrors } from '#lib/core/content-health.ts'
import { apiRoute } from '#lib/http/route.ts'

export const dynamic = 'force-dynamic'

/**
 * Readiness: 200 if this process can serve pages, else 503 with the failing part. Whether anything can be stored, or a file of the
 * content has an error, doesn't count: it must not take the pages away too. `/api/health` and the metrics say more.
 */
export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = apiRoute({
  async GET() {
    const failing = await getContext().then(
      () => [],
      () => ['store'],
    )
    const status = failing.length === 0 ? 200 : 503
    const errors = countContentErrors()
    const content = errors === null ? 'starting' : errors === 0 ? 'ok' : 'degraded'
    const body = { status: status === 200 ? 'ready' : 'not ready', failing, content }
    return Response.json(body, { status, headers: { 'cache-control': 'no-store' } })
  },
})
