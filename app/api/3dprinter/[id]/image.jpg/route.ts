import { getContext } from '#lib/app-context/context.ts'
import { authorizeSnapper } from '#lib/http/authorize.ts'
import { parsePrinterId } from '#lib/http/params.ts'
import { withPicture } from '#lib/http/image-body.ts'
import { resource } from '#lib/http/route.ts'
import { ingestReport } from '#lib/printers/ingest.ts'

const nothingSaid = { reading: null, intervalSeconds: null, capturedAt: null, observedAt: null }

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource<{ id: string }>({
  async PUT(request, params) {
    const id = parsePrinterId(params.id)
    const { store, ingest, views, remotes, temporaryDir } = await getContext()
    remotes.refuseReport(id)
    const { printer, credential } = await authorizeSnapper(request, store.printers, id)
    const sha256 = await withPicture(request, temporaryDir, (imagePath) =>
      ingestReport(ingest, {
        printer,
        credentialId: credential.id,
        report: nothingSaid,
        imagePath,
      }),
    )
    return Response.json({ ...(await views.requirePrinter(id)), sha256 })
  },
})
