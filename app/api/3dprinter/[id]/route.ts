import { getContext } from '#lib/app-context/context.ts'
import { printerTag, untilPrinterChanges } from '#lib/core/page-options.ts'
import { authorizeSnapper, noteUse } from '#lib/http/authorize.ts'
import { parsePrinterId } from '#lib/http/params.ts'
import { jsonResponse } from '#lib/http/public-response.ts'
import { apiRoute } from '#lib/http/route.ts'
import { withUpload } from '#lib/http/upload.ts'
import { ingestReport } from '#lib/printers/ingest.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = apiRoute<{ id: string }>({
  async GET(request, params) {
    const id = parsePrinterId(params.id)
    const { printerQueries } = await getContext()
    return jsonResponse(
      request,
      await printerQueries.requirePrinter(id),
      untilPrinterChanges(printerTag(id)),
    )
  },

  async PATCH(request, params) {
    const id = parsePrinterId(params.id)
    const { store, ingest, pictures, printerQueries, remotes, temporaryDir } = await getContext()
    remotes.rejectReport(id)
    const { printer, credential } = await authorizeSnapper(request, store.printers, id)
    pictures.warm() // the image process starts while the body is still on its way
    const sha256 = await withUpload(request, temporaryDir, (upload) =>
      ingestReport(ingest, { printer, credentialId: credential.id, ...upload }),
    )
    noteUse(store.printers, credential, request.headers)
    return Response.json({
      ...(await printerQueries.requirePrinter(id)),
      ...(sha256 && { sha256 }),
    })
  },
})
