import { getContext } from '#lib/app-context/context.ts'
import { answerJson } from '#lib/http/public-response.ts'
import { resource } from '#lib/http/route.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  async GET(request) {
    const { views } = await getContext()
    return answerJson(request, await views.listPrinters(), ['printers'])
  },
})
