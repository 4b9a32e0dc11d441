import { getContext } from '#lib/app-context/context.ts'
import { getEnv } from '#lib/app-context/env.ts'
import { answerJson } from '#lib/http/public-response.ts'
import { resource } from '#lib/http/route.ts'
import { describeOembed, parseOembedQuery } from '#lib/printers/embeds/oembed.ts'
import { site } from '#lib/core/site.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  async GET(request) {
    const { siteUrl } = getEnv()
    const query = parseOembedQuery(new URL(request.url).searchParams, siteUrl)
    const { views } = await getContext()
    const about = { siteUrl, siteTitle: site.title, authorName: site.author.name }
    const answer = describeOembed(await views.requirePrinter(query.printerId), query, about)
    return answerJson(request, answer, [`printer:${query.printerId}`])
  },
})
