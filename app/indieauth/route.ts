import { appRoute } from '#lib/http/apps/app-route.ts'
import { renderForward } from '#lib/http/apps/forward.ts'
import { exchange } from '#lib/http/apps/tokens.ts'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = appRoute({
  GET: async (request) => renderForward(new URL(request.url)),
  POST: (request) => exchange(request, 'profile'),
})
