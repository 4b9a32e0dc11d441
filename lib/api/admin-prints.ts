import type { ApiPrint } from './schema/prints.ts'

/* The wire types of the owner's pages about prints, below /admin/api/printers/{id}/prints. */

/** A print with what only its owner sees. */
export interface ApiOwnersPrint extends ApiPrint {
  /** The job's own name, also where it isn't public. */
  job: string | null
  /** The note as it was typed. */
  markdown: string
  is_hidden: boolean
  /** The owner has chosen its cover. */
  has_own_cover: boolean
}

export interface ApiOwnersPrints {
  prints: ApiOwnersPrint[]
  /** The `before` of the next, older page. */
  next: string | null
}

/** One of a print's pictures, to choose from. */
export interface ApiPrintPicture {
  id: number
  url: string
  captured_at: string
  /** The site's sentence about it. */
  alt: string
}

/** Evenly chosen pictures of a print, or of a part of it, oldest first. */
export interface ApiPrintPictures {
  pictures: ApiPrintPicture[]
  /** Of the print. */
  total: number
}

export interface ApiPrintEditor {
  print: ApiOwnersPrint
  /** The one before it, with which it can be joined. */
  previous: { number: number; title: string } | null
  /** The prints that were joined into it; a split at `at` separates one again. */
  joined: { number: number; at: string }[]
}

export interface ApiPrintChanges {
  /** Empty: none. */
  name?: string
  note?: string
  cover?: number | null
  is_hidden?: boolean
  is_published?: boolean
  /** What the form showed before, of the fields that are changed. */
  was?: Readonly<Record<string, string | boolean | undefined>>
}

/** The longest note, in characters. */
export const maxNoteLength = 5_000
