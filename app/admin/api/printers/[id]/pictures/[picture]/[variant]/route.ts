import { getContext } from '#lib/app-context/context.ts'
import { parseId } from '#lib/http/owner/inputs.ts'
import { ownerRoute } from '#lib/http/owner/owner-route.ts'

/** A picture that only the owner sees. */
export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = ownerRoute<{
  id: string
  picture: string
  variant: string
}>({
  GET: async ({ params }) => {
    const { media } = await getContext()
    const [id, picture] = [parseId(params.id), parseId(params.picture)]
    const { bytes, type } = await media.getForOwner(id, picture, params.variant)
    return new Response(new Uint8Array(bytes), {
      headers: { 'content-type': type, 'cache-control': 'no-store' },
    })
  },
})
