import { answerBytes } from '#lib/http/public-response.ts'
import { resource } from '#lib/http/route.ts'
import { cardHeaders, readCard } from '../read-card.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource<{ printer: string }>({
  async GET(request, { printer }) {
    const { id, svg } = await readCard(printer)
    return answerBytes(request, Buffer.from(svg), cardHeaders(id, 'image/svg+xml'))
  },
})
