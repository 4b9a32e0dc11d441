import { route } from '#lib/http/route.ts'

export const dynamic = 'force-dynamic'

/** The process answers; it says nothing of what stands behind it, so that a broken disk doesn't restart it in a circle. */
export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = route({
  async GET() {
    return Response.json({ status: 'live' }, { headers: { 'cache-control': 'no-store' } })
  },
})
