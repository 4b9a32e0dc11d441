import { getContext } from '#lib/app-context/context.ts'
import { parseId } from '#lib/http/owner/inputs.ts'
import { ownerRoute, privateJson } from '#lib/http/owner/owner-route.ts'
import { cameraChangesInput } from '#lib/http/owner/printer-inputs.ts'
import { readInput } from '#lib/http/owner/read-input.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = ownerRoute<{
  id: string
  camera: string
}>({
  PATCH: async ({ request, params, session }) => {
    const [id, camera] = [parseId(params.id), parseId(params.camera)]
    const changes = await readInput(request, cameraChangesInput)
    const { management } = await getContext()
    await management.changeCamera({ sessionId: session.id }, id, camera, changes)
    return privateJson({})
  },
})
