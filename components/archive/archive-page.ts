import { pickSmall } from '#components/printer/pick-small.ts'
import { groupSources } from '#components/printer/sources.ts'
import { withoutFigures } from '#components/prints/without-figures.ts'
import { printerApiPath } from '#lib/api/paths.ts'
import type { ApiSnapshot } from '#lib/api/schema/printer.ts'
import { isUnderWay, type PrinterState } from '#lib/api/states.ts'

/** Response of `GET /api/3dprinter/{id}/snapshots`. */
export interface ApiHistoryPage {
  snapshots: (ApiSnapshot & { state: PrinterState; progress: number | null })[]
  next: string | null
  previous: string | null
}

/** A picture in the archive, with only the URLs that the page uses. */
export interface ArchivePicture {
  at: string
  alt: string
  width: number
  height: number
  small: string
  large: string
  /** Percent, 0-100; `null` without a job. */
  progress: number | null
}

export interface ArchivePage {
  pictures: ArchivePicture[]
  /** Cursor of the older page; `null` on the oldest. */
  next: string | null
  /** Cursor of the newer page; `null` on the newest. */
  previous: string | null
}

/** Minimum width of a thumbnail, pixels. */
const smallPixels = 320

export function toArchivePage({ snapshots, next, previous }: ApiHistoryPage): ArchivePage {
  return {
    next,
    previous,
    pictures: snapshots.map((snapshot) => ({
      at: snapshot.captured_at,
      alt: withoutFigures(snapshot.alt),
      width: snapshot.width,
      height: snapshot.height,
      small: pickSmall(snapshot.sources, smallPixels),
      large: groupSources(snapshot.sources).plain.src,
      progress: isUnderWay(snapshot.state) ? snapshot.progress : null,
    })),
  }
}

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
