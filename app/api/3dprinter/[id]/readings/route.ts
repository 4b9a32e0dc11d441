import { parseReadingsQuery } from '#lib/printers/readings/readings-query.ts'
import { printerJsonRoute } from '../printer-json-route.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = printerJsonRoute((id, { url }) => {
  const query = parseReadingsQuery(url.searchParams)
  return ({ readingsQueries }) => readingsQueries.getColumns(id, query)
})
