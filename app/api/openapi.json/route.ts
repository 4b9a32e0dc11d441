import { getEnv } from '#lib/app-context/env.ts'
import { describeApi } from '#lib/http/openapi.ts'
import { jsonResponse } from '#lib/http/public-response.ts'
import { apiRoute } from '#lib/http/route.ts'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = apiRoute({
  async GET(request) {
    return jsonResponse(request, describeApi(getEnv().siteUrl), { seconds: 5, tags: [] })
  },
})
