import { getContext } from '#lib/app-context/context.ts'
import { apiRoute } from '#lib/http/route.ts'

export const dynamic = 'force-dynamic'

/** Readiness: 200 if a report could be ingested now, else 503 with the failing parts. */
export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = apiRoute({
  async GET() {
    const failing = await listFailing()
    const status = failing.length === 0 ? 200 : 503
    const body = { status: status === 200 ? 'ready' : 'not ready', failing }
    return Response.json(body, { status, headers: { 'cache-control': 'no-store' } })
  },
})

async function listFailing(): Promise<string[]> {
  const context = await getContext().catch(() => null)
  if (context === null) return ['store']
  const parts = { store: context.store.retention, blobs: context.blobs }
  const checked = await Promise.all(
    Object.entries(parts).map(([name, part]) =>
      part.checkWritable().then(
        () => null,
        () => name,
      ),
    ),
  )
  return checked.filter((name) => name !== null)
}
