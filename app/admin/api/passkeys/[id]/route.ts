import { nameInput, parseId } from '#lib/http/owner/inputs.ts'
import { ownerRoute, privateJson } from '#lib/http/owner/owner-route.ts'
import { readInput } from '#lib/http/owner/read-input.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = ownerRoute<{ id: string }>({
  PATCH: async ({ request, params, owner, session }) => {
    const { name } = await readInput(request, nameInput)
    await owner.renamePasskey(session, parseId(params.id), name)
    return privateJson({})
  },
  DELETE: async ({ params, owner, session }) => {
    await owner.removePasskey(session, parseId(params.id))
    return privateJson({})
  },
})
