import { getContext } from '#lib/app-context/context.ts'
import { bytesResponse } from '#lib/http/public-response.ts'
import { route } from '#lib/http/route.ts'
import { cardHeaders, getCard } from '../get-card.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = route<{ printer: string }>(
  {
    async GET(request, { printer }) {
      const { id, svg } = await getCard(printer)
      const { pictures } = await getContext()
      const png = await pictures.rasterise(`card of printer ${id}`, svg)
      return bytesResponse(request, png, cardHeaders(id, 'image/png'))
    },
  },
  { isEmbeddable: true },
)
