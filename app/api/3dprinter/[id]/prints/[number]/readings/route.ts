import { getContext } from '#lib/app-context/context.ts'
import { parsePrinterId, parsePrintNumber } from '#lib/http/params.ts'
import { answerJson } from '#lib/http/public-response.ts'
import { resource } from '#lib/http/route.ts'

type Params = { id: string; number: string }

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource<Params>({
  async GET(request, params) {
    const id = parsePrinterId(params.id)
    const number = parsePrintNumber(params.number)
    const { printViews } = await getContext()
    return answerJson(request, await printViews.getReadingsOfPrint(id, number), [`printer:${id}`])
  },
})
