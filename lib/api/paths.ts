import { avatarPixels } from './limits.ts'
import type { PictureFormat } from './picture-formats.ts'

/* Addresses of the API and of its pages, below the site's origin. */

/** The printer's canonical API address. */
export function printerApiPath(id: number): string {
  return `/api/3dprinter/${id}/`
}

/** The same with what isn't public, for who has a token that may read it. */
export function printerPrivatePath(id: number): string {
  return `${printerApiPath(id)}private`
}

/** All printers as a sensor of a SpaceAPI document. */
export const spaceApiPath = '/api/spaceapi.json'

export function printerPagePath(id: number): string {
  return `/printers/${id}`
}

/** The printer's page as plain text. */
export function printerTextPath(id: number): string {
  return `${printerPagePath(id)}.txt`
}

/**
 * What a page has for programs: the plain text of a printer, the JSON of a webmention's status. Clients that prefer its media type get it in
 * the page's place, and the page says so to caches with `Vary: Accept`.
 */
export function findProgramVariant(path: string): { type: string; path: string } | null {
  const [, printer] = /^(\/printers\/[1-9]\d{0,8})\/?$/.exec(path) ?? []
  if (printer !== undefined) return { type: 'text/plain', path: `${printer}.txt` }
  const [, mention] = /^(\/webmention\/[\w-]{22})\/?$/.exec(path) ?? []
  return mention === undefined ? null : { type: 'application/json', path: `${mention}/status.json` }
}

/** The photo of somebody who mentions a page. */
export function avatarPath(sha256: string): string {
  return `/media/${sha256}/${avatarVariant}`
}

export const avatarVariant = `${avatarPixels}.webp`

export function mediaPath(sha256: string, width: number, format: PictureFormat): string {
  return `/media/${sha256}/${width}.${format}`
}

export function printPagePath(printerId: number, number: number): string {
  return `${printerPagePath(printerId)}/prints/${number}`
}

/** The print as an event. */
export function printCalendarPath(printerId: number, number: number): string {
  return `${printPagePath(printerId, number)}/calendar.ics`
}

export function printApiPath(printerId: number, number: number): string {
  return `${printerApiPath(printerId)}prints/${number}`
}

export function flipbookPath(printerId: number, number: number): string {
  return `${printApiPath(printerId, number)}/flipbook.webp`
}

/** Feeds of a printer's published prints. */
export const printsFeedPaths = {
  atom: (printerId: number) => `${printerPagePath(printerId)}/prints/atom.xml`,
  rss: (printerId: number) => `${printerPagePath(printerId)}/prints/rss.xml`,
  json: (printerId: number) => `${printerPagePath(printerId)}/prints/feed.json`,
} as const

/** Chart spans in seconds, each ending now. */
export const readingSpans = {
  day: 24 * 60 * 60,
  week: 7 * 24 * 60 * 60,
  month: 30 * 24 * 60 * 60,
} as const

export type ReadingSpan = keyof typeof readingSpans

export type ReadingsChoice = { span: ReadingSpan } | { print: number }

function toQuery(choice: ReadingsChoice): string {
  return 'print' in choice ? `?print=${choice.print}` : `?span=${choice.span}`
}

/** The page of the large chart. */
export function readingsPagePath(printerId: number, choice: ReadingsChoice): string {
  return `${printerPagePath(printerId)}/readings${toQuery(choice)}`
}

/** The large chart's data. */
export function readingsApiPath(printerId: number, choice: ReadingsChoice): string {
  return `${printerApiPath(printerId)}readings${toQuery(choice)}`
}
