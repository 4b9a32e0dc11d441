import { getContext } from '#lib/app-context/context.ts'
import { parsePrinterId } from '#lib/http/params.ts'
import { answerJson } from '#lib/http/public-response.ts'
import { resource } from '#lib/http/route.ts'
import { parseMonth, wholeArchive } from '#lib/printers/archive/archive-query.ts'
import { site } from '#lib/core/site.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource<{ id: string }>({
  async GET(request, params) {
    const id = parsePrinterId(params.id)
    const month = parseMonth(new URL(request.url).searchParams.get('month') ?? '', site.timeZone)
    const { archiveViews } = await getContext()
    const days = await archiveViews.listDays(id, { ...wholeArchive, ...month })
    return answerJson(request, { days }, [`printer:${id}`])
  },
})
