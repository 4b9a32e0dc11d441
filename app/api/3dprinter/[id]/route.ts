import { getContext } from '#lib/app-context/context.ts'
import { authorizeSnapper } from '#lib/http/authorize.ts'
import { parsePrinterId } from '#lib/http/params.ts'
import { answerJson } from '#lib/http/public-response.ts'
import { resource } from '#lib/http/route.ts'
import { withUpload } from '#lib/http/upload.ts'
import { ingestReport } from '#lib/printers/ingest.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource<{ id: string }>({
  async GET(request, params) {
    const id = parsePrinterId(params.id)
    const { views } = await getContext()
    return answerJson(request, await views.requirePrinter(id), [`printer:${id}`])
  },

  async PATCH(request, params) {
    const id = parsePrinterId(params.id)
    const { store, ingest, pictures, views, remotes, temporaryDir } = await getContext()
    remotes.refuseReport(id)
    const { printer, credential } = await authorizeSnapper(request, store.printers, id)
    pictures.warm() // the image process starts while the body is still on its way
    const sha256 = await withUpload(request, temporaryDir, (upload) =>
      ingestReport(ingest, { printer, credentialId: credential.id, ...upload }),
    )
    return Response.json({ ...(await views.requirePrinter(id)), ...(sha256 && { sha256 }) })
  },
})
