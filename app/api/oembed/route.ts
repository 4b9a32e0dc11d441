import { getContext } from '#lib/app-context/context.ts'
import { getEnv } from '#lib/app-context/env.ts'
import { printerTag, untilPrinterChanges } from '#lib/core/page-options.ts'
import { site } from '#lib/core/site.ts'
import { jsonResponse } from '#lib/http/public-response.ts'
import { apiRoute } from '#lib/http/route.ts'
import { describeOembed, parseOembedQuery } from '#lib/printers/embeds/oembed.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = apiRoute({
  async GET(request) {
    const { siteUrl } = getEnv()
    const query = parseOembedQuery(new URL(request.url).searchParams, siteUrl)
    const { printerQueries } = await getContext()
    const { title: siteTitle, timeZone, author } = site
    const about = { siteUrl, siteTitle, authorName: author.name, timeZone }
    const oembed = describeOembed(
      await printerQueries.requirePrinter(query.printerId),
      query,
      about,
      Date.now(),
    )
    return jsonResponse(request, oembed, untilPrinterChanges(printerTag(query.printerId)))
  },
})
