import { appRoute } from '#lib/http/apps/app-route.ts'
import { introspect } from '#lib/http/apps/tokens.ts'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = appRoute({
  POST: introspect,
})
