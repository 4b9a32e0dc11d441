import { getContext } from '#lib/context.ts'
import { getEnv } from '#lib/env.ts'
import { answerJson } from '#lib/http/public-answer.ts'
import { resource } from '#lib/http/route.ts'
import { describeOembed, parseOembedQuery } from '#lib/printers/elsewhere/oembed.ts'
import { site } from '#lib/site.ts'

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
