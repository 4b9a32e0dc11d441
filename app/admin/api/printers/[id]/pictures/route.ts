import { getContext } from '#lib/app-context/context.ts'
import { parseId } from '#lib/http/owner/inputs.ts'
import { ownerRoute, privateJson } from '#lib/http/owner/owner-route.ts'
import { deletionInput, hidingInput, parsePicturesQuery } from '#lib/http/owner/picture-inputs.ts'
import { readInput } from '#lib/http/owner/read-input.ts'
import { getSite } from '#lib/site/site.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = ownerRoute<{ id: string }>({
  GET: async ({ request, params }) => {
    const query = parsePicturesQuery(new URL(request.url).searchParams, getSite().timeZone)
    const { listOwnersPictures } = await getContext()
    return privateJson(await listOwnersPictures(parseId(params.id), query))
  },
  PATCH: async ({ request, params, session }) => {
    const { ids, is_hidden: isHidden } = await readInput(request, hidingInput)
    const { changePictures } = await getContext()
    const by = { sessionId: session.id }
    const change = isHidden ? 'hide' : 'show'
    return privateJson({ changed: await changePictures(by, parseId(params.id), change, { ids }) })
  },
  DELETE: async ({ request, params, session }) => {
    const { ids } = await readInput(request, deletionInput)
    const { changePictures } = await getContext()
    const by = { sessionId: session.id }
    return privateJson({ changed: await changePictures(by, parseId(params.id), 'delete', { ids }) })
  },
})
