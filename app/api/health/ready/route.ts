import { getContext } from '#lib/app-context/context.ts'
import { apiRoute } from '#lib/http/route.ts'

export const dynamic = 'force-dynamic'

/**
 * Readiness: 200 if this process can serve pages, else 503 with the failing part. Whether anything can be stored doesn't count:
 * a full disk must not take the pages away too. `/api/health` and the metrics say that.
 */
export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = apiRoute({
  async GET() {
    const failing = await getContext().then(
      () => [],
      () => ['store'],
    )
    const status = failing.length === 0 ? 200 : 503
    const body = { status: status === 200 ? 'ready' : 'not ready', failing }
    return Response.json(body, { status, headers: { 'cache-control': 'no-store' } })
  },
})
