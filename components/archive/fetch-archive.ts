import { printerApiPath } from '#lib/api/paths.ts'
import { type ApiHistoryPage, type ArchivePage, toArchivePage } from './archive-page.ts'

/** An answer that does not come within this time is a fault of the line. */
const timeoutMs = 20_000

/**
 * The page of the archive that a cursor leads to.
 * @param filters as in the page's address
 * @throws Error when it can't be brought
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
  if (!response.ok) throw new Error(`${response.url} was answered with ${response.status}`)
  return toArchivePage((await response.json()) as ApiHistoryPage) // our own route's answer
}
