import { groupSources, pickSmall } from '#components/printer/sources.ts'
import type { ApiSnapshot } from '#lib/api/schema/printer.ts'
import { activeStates, type PrinterState } from '#lib/api/states.ts'

/** What `GET /api/3dprinter/{id}/snapshots` answers. */
export interface ApiHistoryPage {
  snapshots: (ApiSnapshot & { state: PrinterState; progress: number | null })[]
  next: string | null
  previous: string | null
}

/** A picture of the archive: what is shown, and no dozen of addresses that aren't. */
export interface ArchivePicture {
  at: string
  alt: string
  width: number
  height: number
  small: string
  large: string
  /** Percent, 0-100; `null` where no job was on the machine. */
  progress: number | null
}

export interface ArchivePage {
  pictures: ArchivePicture[]
  /** The cursor of the page after it. */
  next: string | null
  /** The cursor of the page before it, upwards; `null` where nothing is newer. */
  previous: string | null
}

/** How wide a picture of the sheet at least is, in pixels. */
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
