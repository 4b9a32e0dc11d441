import type { PrinterState } from './states.ts'

/* The wire types of the owner's page of pictures, below /admin/api/printers/{id}/pictures. */

export interface ApiOwnersPicture {
  id: number
  captured_at: string
  state: PrinterState
  /** Percent, 0-100; `null` without a job. */
  progress: number | null
  width: number
  height: number
  /** Paths: below /admin for a hidden picture, which has no public one. */
  small: string
  large: string
  is_hidden: boolean
}

/** The pictures of a day, or those that are hidden, newest first. */
export interface ApiOwnersPictures {
  /** "2026-11-22" in the site's time zone; `null`: the hidden ones of all days, or none at all. */
  day: string | null
  /** The nearest days that have pictures. */
  previous_day: string | null
  next_day: string | null
  pictures: ApiOwnersPicture[]
  /** Cursor of the earlier pictures; `null` at the end. */
  next: string | null
  /** How many pictures of the printer, or of the camera, are hidden. */
  hidden: number
}

/** In one request. */
export const maxSelectedPictures = 2_000

/** `day` and the hidden ones exclude each other; `before` is the end of the previous page. Without `camera`: of all. */
export type PicturesPageQuery = Partial<Record<'day' | 'hidden' | 'before' | 'camera', string>>

/** The owner's page of a printer's pictures: of the newest day, or as the query says. */
export function picturesPath(printerId: number, query: PicturesPageQuery = {}): string {
  return `/admin/pictures?${new URLSearchParams({ printer: String(printerId), ...query })}`
}
