import { apiRoute } from '#lib/http/route.ts'

export const dynamic = 'force-dynamic'

/** Liveness: the process responds. It checks no dependency, so that a broken disk doesn't cause a restart loop. */
export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = apiRoute({
  async GET() {
    return Response.json({ status: 'live' }, { headers: { 'cache-control': 'no-store' } })
  },
})
