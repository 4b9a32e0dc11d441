import { getContext } from '#lib/app-context/context.ts'
import { countContentErrors } from '#lib/core/content-health.ts'
import { apiRoute } from '#lib/http/route.ts'
import { checkWritable } from '#lib/printers/check-writable.ts'

export const dynamic = 'force-dynamic'

/** What the owner should know and no probe should act on. The log has the files and the causes. */
export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = apiRoute({
  async GET() {
    const errors = countContentErrors()
    const writable = await getContext().then(checkWritable, () => ({ store: false, blobs: false }))
    const isWhole = errors === 0 && writable.store && writable.blobs
    const body = {
      status: isWhole ? 'ok' : errors === null ? 'starting' : 'degraded',
      content: { errors },
      writable,
    }
    return Response.json(body, { headers: { 'cache-control': 'no-store' } })
  },
})
