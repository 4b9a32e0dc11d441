import { getContext } from '#lib/app-context/context.ts'
import { parsePrinterId } from '#lib/http/params.ts'
import { answerJson } from '#lib/http/public-response.ts'
import { resource } from '#lib/http/route.ts'
import { parseReadingsQuery } from '#lib/printers/readings/readings-query.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource<{ id: string }>({
  async GET(request, params) {
    const id = parsePrinterId(params.id)
    const query = parseReadingsQuery(new URL(request.url).searchParams)
    const { readingsViews } = await getContext()
    return answerJson(request, await readingsViews.getColumns(id, query), [`printer:${id}`])
  },
})
