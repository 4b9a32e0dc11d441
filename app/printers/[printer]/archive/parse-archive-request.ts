import { DomainError } from '#lib/core/errors.ts'
import { type ArchivePosition, parseArchivePosition } from '#lib/http/params.ts'
import {
  type ArchiveQuery,
  fullArchive,
  parseArchiveQuery,
} from '#lib/printers/archive/archive-query.ts'
import { getSite } from '#lib/site/site.ts'

/** Pictures per page. */
const limit = 48

export type SearchParams = Record<string, string | string[] | undefined>

export interface ArchiveRequest {
  page: ArchivePosition
  /** The day to jump to ("2026-11-22"): its last picture comes first, older ones follow. */
  day: string | null
  query: ArchiveQuery
  /** The filters as given, without the cursor and the camera. */
  filters: URLSearchParams
  /** What is wrong with the query, for the visitor; the whole archive is shown then. */
  error: string | null
}

/**
 * A form also sends its empty fields, which are no filters. In the API a day is a span; on the page it is a starting point, from which
 * the visitor can go on to older and newer pictures.
 */
export function parseArchiveRequest(given: SearchParams, camera = 1): ArchiveRequest {
  const filters = new URLSearchParams()
  for (const name of ['from', 'to', 'state', 'print'])
    for (const value of [given[name] ?? []].flat()) if (value !== '') filters.append(name, value)
  const address = new URL(`http://site.invalid/?limit=${limit}`)
  try {
    const query = { ...parseArchiveQuery(filters, getSite().timeZone), camera }
    for (const name of ['before', 'after'])
      for (const value of [given[name] ?? []].flat()) address.searchParams.set(name, value)
    const day = [given.day ?? []].flat().find((value) => value !== '') ?? null
    const page = parseArchivePosition(address)
    const isPaged = page.before !== null || page.after !== undefined
    if (day === null || isPaged) return { page, query, day: null, filters, error: null }
    const end = parseArchiveQuery(new URLSearchParams({ day }), getSite().timeZone).to ?? new Date()
    return { page: { before: { capturedAt: end, id: 0 }, limit }, query, day, filters, error: null }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    const page = { before: null, limit }
    const filters = new URLSearchParams()
    return { page, query: { ...fullArchive, camera }, day: null, filters, error: error.message }
  }
}
