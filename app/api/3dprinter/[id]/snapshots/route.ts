import { parseArchivePosition } from '#lib/http/params.ts'
import { parseArchiveQuery } from '#lib/printers/archive/archive-query.ts'
import { getSite } from '#lib/site/site.ts'
import { printerJsonRoute } from '../printer-json-route.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = printerJsonRoute((id, { url }) => {
  const page = parseArchivePosition(url)
  const query = parseArchiveQuery(url.searchParams, getSite().timeZone)
  return ({ archiveQueries }) => archiveQueries.listArchive(id, page, query)
})
