import { appRoute } from '#lib/http/apps/app-route.ts'
import { query, write } from '#lib/http/micropub/micropub-route.ts'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = appRoute({
  GET: query,
  POST: write,
})
