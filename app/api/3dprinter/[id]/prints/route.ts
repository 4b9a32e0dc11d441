import { parseHistoryPage } from '#lib/http/params.ts'
import { printerJsonRoute } from '../printer-json-route.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = printerJsonRoute((id, { url }) => {
  const page = parseHistoryPage(url)
  return ({ printQueries }) => printQueries.listPrints(id, page)
})
