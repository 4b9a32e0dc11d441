import { getContext } from '#lib/app-context/context.ts'
import { parseHistoryPage, parsePrinterId } from '#lib/http/params.ts'
import { answerJson } from '#lib/http/public-response.ts'
import { resource } from '#lib/http/route.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource<{ id: string }>({
  async GET(request, params) {
    const id = parsePrinterId(params.id)
    const page = parseHistoryPage(new URL(request.url))
    const { printViews } = await getContext()
    return answerJson(request, await printViews.listPrints(id, page), [`printer:${id}`])
  },
})
