import { site } from '#lib/core/site.ts'
import { fullArchive, parseMonth } from '#lib/printers/archive/archive-query.ts'
import { printerJsonRoute } from '../../printer-json-route.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = printerJsonRoute((id, { url }) => {
  const month = parseMonth(url.searchParams.get('month') ?? '', site.timeZone)
  return async ({ archiveQueries }) => ({
    days: await archiveQueries.listDays(id, { ...fullArchive, ...month }),
  })
})
