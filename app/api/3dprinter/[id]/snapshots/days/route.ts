import { fullArchive, parseCamera, parseMonth } from '#lib/printers/archive/archive-query.ts'
import { getSite } from '#lib/site/site.ts'
import { printerJsonRoute } from '../../printer-json-route.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = printerJsonRoute((id, { url }) => {
  const month = parseMonth(url.searchParams.get('month') ?? '', getSite().timeZone)
  const camera = parseCamera(url.searchParams.get('camera'))
  return async ({ archiveQueries }) => ({
    days: await archiveQueries.listDays(id, { ...fullArchive, ...month, camera }),
  })
})
