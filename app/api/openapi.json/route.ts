import { getEnv } from '#lib/app-context/env.ts'
import { describeApi } from '#lib/http/openapi.ts'
import { answerJson } from '#lib/http/public-response.ts'
import { resource } from '#lib/http/route.ts'

export const dynamic = 'force-dynamic'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  async GET(request) {
    return answerJson(request, describeApi(getEnv().siteUrl), [])
  },
})
