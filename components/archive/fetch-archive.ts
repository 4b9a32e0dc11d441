import { printerApiPath } from '#lib/api/paths.ts'
import { type ApiHistoryPage, type ArchivePage, toArchivePage } from './archive-page.ts'

const timeoutMs = 20_000

/**
 * Fetches the page of the archive that follows a cursor.
 * @param filters as in the page's query
 * @throws Error when the request fails or the response is an error
 */
export async function fetchArchive(
  printerId: number,
  filters: string,
  before: string | null,
  signal: AbortSignal,
): Promise<ArchivePage> {
  const query = new URLSearchParams(filters)
  query.set('limit', '48')
  if (before !== null) query.set('before', before)
  const response = await fetch(`${printerApiPath(printerId)}snapshots?${query}`, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
  })
  if (!response.ok) throw new Error(`${response.url} responded with ${response.status}`)
  return toArchivePage((await response.json()) as ApiHistoryPage) // our own route's response
}
