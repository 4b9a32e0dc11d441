import { getContext } from '#lib/app-context/context.ts'
import { DomainError } from '#lib/core/errors.ts'
import { route } from '#lib/http/route.ts'
import { serializeStatus } from '#lib/web-mentions/mention-status.ts'

export const dynamic = 'force-dynamic'

/** `/webmention/TOKEN` with `Accept: application/json`. */
export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = route<{ token: string }>({
  async GET(_, { token }) {
    const mention = await (await getContext()).mentions.find(token)
    if (mention === null) throw new DomainError('not-found', 'There is no such webmention.')
    return Response.json(serializeStatus(mention), {
      headers: {
        vary: 'Accept',
        'cache-control': 'no-store',
        'access-control-allow-origin': '*',
        'content-location': `/webmention/${token}/status.json`,
      },
    })
  },
})
