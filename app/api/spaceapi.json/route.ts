import { getContext } from '#lib/app-context/context.ts'
import { getEnv } from '#lib/app-context/env.ts'
import { allPrintersTag, untilPrinterChanges } from '#lib/core/page-options.ts'
import { jsonResponse } from '#lib/http/public-response.ts'
import { apiRoute } from '#lib/http/route.ts'
import { describeForSpaceApi } from '#lib/printers/embeds/space-api.ts'
import { getSite } from '#lib/site/site.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = apiRoute({
  async GET(request) {
    const { printerQueries } = await getContext()
    const about = { siteUrl: getEnv().siteUrl, formats: getSite() }
    const body = describeForSpaceApi(await printerQueries.listPrinters(), about, Date.now())
    return jsonResponse(request, body, untilPrinterChanges(allPrintersTag))
  },
})
