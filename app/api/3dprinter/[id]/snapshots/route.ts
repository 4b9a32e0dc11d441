import { getContext } from '#lib/app-context/context.ts'
import { parseArchivePosition, parsePrinterId } from '#lib/http/params.ts'
import { answerJson } from '#lib/http/public-response.ts'
import { resource } from '#lib/http/route.ts'
import { parseArchiveQuery } from '#lib/printers/archive/archive-query.ts'
import { site } from '#lib/core/site.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource<{ id: string }>({
  async GET(request, params) {
    const id = parsePrinterId(params.id)
    const url = new URL(request.url)
    const page = parseArchivePosition(url)
    const query = parseArchiveQuery(url.searchParams, site.timeZone)
    const { archiveViews } = await getContext()
    return answerJson(request, await archiveViews.listArchive(id, page, query), [`printer:${id}`])
  },
})
