import { DomainError } from '#lib/errors.ts'
import { parseHistoryPage } from '#lib/http/params.ts'
import { type ArchiveQuery, parseArchiveQuery, wholeArchive } from '#lib/printers/archive.ts'
import { site } from '#lib/site.ts'

/** How many pictures a page of the archive holds. */
const limit = 48

export type SearchParams = Record<string, string | string[] | undefined>

export interface ArchiveRequest {
  page: ReturnType<typeof parseHistoryPage>
  query: ArchiveQuery
  /** The filters as they are given, without the page. */
  filters: URLSearchParams
  /** What is wrong with them, in words for whoever wrote the address; the whole archive is shown then. */
  fault: string | null
}

/** A form sends every field, the empty ones too: those are no filters. */
export function readArchiveQuery(given: SearchParams): ArchiveRequest {
  const filters = new URLSearchParams()
  for (const name of ['day', 'from', 'to', 'state', 'print'])
    for (const value of [given[name] ?? []].flat()) if (value !== '') filters.append(name, value)
  const address = new URL(`http://site.invalid/?limit=${limit}`)
  try {
    const query = parseArchiveQuery(filters, site.timeZone)
    for (const value of [given.before ?? []].flat()) address.searchParams.set('before', value)
    return { page: parseHistoryPage(address), query, filters, fault: null }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    const page = { before: null, limit }
    return { page, query: wholeArchive, filters: new URLSearchParams(), fault: error.message }
  }
}
