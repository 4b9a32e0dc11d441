import { bytesResponse } from '#lib/http/public-response.ts'
import { route } from '#lib/http/route.ts'
import { cardHeaders, getBadge } from '../get-card.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = route<{ printer: string }>(
  {
    async GET(request, { printer }) {
      const { id, svg } = await getBadge(printer)
      return bytesResponse(request, Buffer.from(svg), cardHeaders(id, 'image/svg+xml'))
    },
  },
  { isEmbeddable: true },
)
