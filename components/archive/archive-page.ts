import { groupSources, pickSmall } from '#components/printer/sources.ts'
import type { ApiSnapshot } from '#lib/api/schema/printer.ts'
import { activeStates, type PrinterState } from '#lib/api/states.ts'

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
      alt: snapshot.alt,
      width: snapshot.width,
      height: snapshot.height,
      small: pickSmall(snapshot.sources, smallPixels),
      large: groupSources(snapshot.sources).plain.src,
      progress: activeStates.has(snapshot.state) ? snapshot.progress : null,
    })),
  }
}
