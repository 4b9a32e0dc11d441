/**
 * What a page or a route declares about its own response. A page writes `PageOptions` into a meta tag, since Next lets no page set
 * a header; a route sets headers. The HTTP server reads both. A response without a declaration is not cached, and other sites can't
 * embed it.
 */
export interface PageOptions {
  /** Sent without Next's scripts: nothing on the page needs React in the browser. */
  isStatic?: true
  /** Default 200. Next lets no page respond with 410 or 503, and sends an empty one with 404. */
  status?: 404 | 410 | 503
  /** Default: not cached. */
  cache?: CachePolicy
  /** Other sites may frame the page. It must take no input and know nothing of its visitor. */
  isFramed?: true
  /** Other sites that the page frames, which load by a click; or `'self'`. */
  frameOrigins?: readonly string[]
  /** `deferred`: Next's scripts load after the page's picture is painted. */
  scripts?: 'deferred'
  /** The address of a file that doesn't exist: the page is replaced by a line of plain text. */
  isMissingFile?: true
  /** `Link` headers of the response: addresses by their relation. */
  links?: Readonly<Record<string, string>>
}

export interface CachePolicy {
  /** How long a shared cache may keep the response. Browsers revalidate every time. */
  seconds: number
  /** The public cache drops the response when one of these is invalidated. */
  tags: readonly string[]
}

/** Which version of a feed the hub is told of. Never leaves the server, as Cache-Tag. */
export const announcedVersionHeader = 'announced-version'

/** Invalidated when any printer changes. */
export const allPrintersTag = 'printers'

/** Of every picture, whichever printer's: a deleted one must not stay in memory. */
export const mediaTag = 'media'

/** Of every page with web mentions. A replica learns of a change by another one within a second. */
export const mentionsTag = 'mentions'

/** Of every response that isn't named by a hash, without being declared: any may show the content or the owner's settings. */
export const contentTag = 'content'

/** Of every response that was made of the documents: which there are, and what lists say of them. Noted by `getContent`. */
export const documentsTag = 'documents'

/** Of every response that contains the text of this document. Noted where the text is read. */
export function documentTag(file: string): string {
  return `document:${encodeURIComponent(file)}`
}

export function printerTag(id: number | string): string {
  return `printer:${id}`
}

/** For responses that show what a printer does now. Caches in front of the site learn of a change after 5 s. */
export function untilPrinterChanges(...tags: [string, ...string[]]): CachePolicy {
  return { seconds: 5, tags }
}

/** For pages made of the content folder. Caches in front of the site learn of a change after a minute, this one at once. */
export const untilContentChanges: CachePolicy = { seconds: 60, tags: [] }

/** A static page made of the content folder. */
export const contentPage = {
  isStatic: true,
  cache: untilContentChanges,
} as const satisfies PageOptions

/** The page for a printer, or a part of one, that doesn't exist. */
export const missingPrinterPage = {
  isStatic: true,
  status: 404,
  cache: untilPrinterChanges(allPrintersTag),
} as const satisfies PageOptions

export function renderCacheControl({ seconds }: CachePolicy): string {
  return `public, max-age=0, s-maxage=${seconds}, must-revalidate`
}
