import { appRoute } from '#lib/http/apps/app-route.ts'
import { renderServerMetadata } from '#lib/http/apps/metadata.ts'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = appRoute({
  GET: async () => renderServerMetadata(),
})
