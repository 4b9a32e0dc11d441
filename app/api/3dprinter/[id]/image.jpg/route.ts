import { getContext } from '#lib/app-context/context.ts'
import { authorizeSnapper, noteUse } from '#lib/http/authorize.ts'
import { parsePrinterId } from '#lib/http/params.ts'
import { apiRoute } from '#lib/http/route.ts'
import { withImageBody } from '#lib/http/upload.ts'
import { parseCamera } from '#lib/printers/archive/archive-query.ts'
import { ingestReport } from '#lib/printers/ingest.ts'

const nothingSaid = { reading: null, intervalSeconds: null, capturedAt: null, observedAt: null }

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = apiRoute<{ id: string }>({
  async PUT(request, params) {
    const id = parsePrinterId(params.id)
    const { store, ingest, printerQueries, remotes, temporaryDir } = await getContext()
    const camera = parseCamera(new URL(request.url).searchParams.get('camera'))
    remotes.rejectReport(id)
    const { printer, credential } = await authorizeSnapper(request, store.printers, id)
    const sha256 = await withImageBody(request, temporaryDir, (imagePath) =>
      ingestReport(ingest, {
        printer,
        credentialId: credential.id,
        report: { ...nothingSaid, camera },
        imagePath,
      }),
    )
    noteUse(store.printers, credential, request.headers)
    return Response.json({ ...(await printerQueries.requirePrinter(id)), sha256 })
  },
})
