import { getContentHealth } from '#lib/core/content-health.ts'
import { apiRoute } from '#lib/http/route.ts'

export const dynamic = 'force-dynamic'

/** What the owner should know and no probe should act on. The log names the files. */
export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = apiRoute({
  async GET() {
    const { errors } = getContentHealth()
    const body = {
      status: errors === 0 ? 'ok' : errors === null ? 'starting' : 'degraded',
      content: { errors },
    }
    return Response.json(body, { headers: { 'cache-control': 'no-store' } })
  },
})
