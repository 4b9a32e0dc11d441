import { z } from 'zod'
import { printerPagePath } from '#lib/api/paths.ts'
import type { ApiPrinter, ApiSource } from '#lib/api/schema/printer.ts'
import { describePrinter } from '#lib/api/sentences.ts'
import { DomainError } from '#lib/core/errors.ts'
import { escapeMarkup } from '#lib/core/escape-markup.ts'

const common = {
  version: z.literal('1.0'),
  title: z.string(),
  author_name: z.string(),
  author_url: z.url(),
  provider_name: z.string(),
  provider_url: z.url(),
  cache_age: z.int().meta({ description: 'Seconds.' }),
  width: z.int(),
  height: z.int(),
}
const thumbnail = {
  thumbnail_url: z.url().optional(),
  thumbnail_width: z.int().optional(),
  thumbnail_height: z.int().optional(),
}

/** oEmbed 1.0, section 2.3.4: an iframe where it fits, else the picture. */
export const oembedSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('rich'), ...common, html: z.string(), ...thumbnail }),
  z.object({ type: z.literal('photo'), ...common, url: z.url() }),
])

type Oembed = z.output<typeof oembedSchema>

interface OembedQuery {
  printerId: number
  /** Pixels. */
  maxWidth: number
  maxHeight: number
}

/** Of the iframe without `maxwidth`. */
const defaultWidth = 640
/** Of the text below the picture, which is as wide as the iframe. */
const textHeight = 160
/** A smaller iframe shows nothing useful. */
const minSize = { width: 200, height: 120 }

/**
 * Parses a consumer's query.
 * @param siteUrl without a trailing slash
 * @throws DomainError `not-found` where `url` is not a printer of this site, `format-not-implemented`, `malformed-cursor`
 */
export function parseOembedQuery(query: URLSearchParams, siteUrl: string): OembedQuery {
  const format = query.get('format') ?? 'json'
  if (format !== 'json')
    throw new DomainError('format-not-implemented', 'Only JSON is available. Use "format=json".')
  const url = query.get('url')
  const given = url === null ? null : URL.parse(url)
  const [, id] = /^\/printers\/([1-9]\d{0,8})(?:\/\w*)?$/.exec(given?.pathname ?? '') ?? []
  // Links to a site behind a proxy use http and https.
  if (id === undefined || given?.host !== new URL(siteUrl).host)
    throw new DomainError(
      'not-found',
      `"url" must be the URL of a printer, such as ${siteUrl}/printers/1.`,
    )
  return {
    printerId: Number(id),
    maxWidth: parsePixels(query, 'maxwidth'),
    maxHeight: parsePixels(query, 'maxheight'),
  }
}

function parsePixels(query: URLSearchParams, name: string): number {
  const given = query.get(name)
  if (given === null || given === '') return Number.POSITIVE_INFINITY
  if (!/^[1-9]\d{0,5}$/.test(given))
    throw new DomainError('malformed-cursor', `"${name}" must be a number of pixels.`)
  return Number(given)
}

export function describeOembed(
  printer: ApiPrinter,
  { maxWidth, maxHeight }: OembedQuery,
  about: { siteUrl: string; siteTitle: string; authorName: string; timeZone: string },
  nowMs: number,
): Oembed {
  const width = Math.min(defaultWidth, maxWidth)
  const height = Math.min(Math.round((width * 9) / 16) + textHeight, maxHeight)
  const title = describePrinter(printer, nowMs, about.timeZone)
  const shared = {
    version: '1.0',
    title,
    author_name: about.authorName,
    author_url: about.siteUrl,
    provider_name: about.siteTitle,
    provider_url: about.siteUrl,
    cache_age: Math.round(printer.interval_seconds),
  } as const
  const fitsIframe = width >= minSize.width && height >= minSize.height
  const picture = findPicture(printer)
  if (!fitsIframe && picture !== null) {
    const scale = Math.min(1, maxWidth / picture.width, maxHeight / picture.height)
    return {
      type: 'photo',
      ...shared,
      url: picture.url,
      width: Math.max(1, Math.floor(picture.width * scale)),
      height: Math.max(1, Math.floor(picture.height * scale)),
    }
  }
  const src = `${about.siteUrl}${printerPagePath(printer.id)}/embed`
  // The limits apply to the thumbnail, too.
  const isThumbnail = picture !== null && picture.width <= maxWidth && picture.height <= maxHeight
  return {
    type: 'rich',
    ...shared,
    width,
    height,
    html: renderIframe(src, title, width, height),
    ...(isThumbnail && {
      thumbnail_url: picture.url,
      thumbnail_width: picture.width,
      thumbnail_height: picture.height,
    }),
  }
}

/** The HTML that embeds a printer in another page. */
function renderIframe(src: string, title: string, width: number, height: number): string {
  return `<iframe src="${escapeMarkup(src)}" title="${escapeMarkup(title)}" width="${width}" height="${height}" style="max-width:100%;border:0" loading="lazy"></iframe>`
}

function findPicture({ snapshot }: ApiPrinter): (ApiSource & { height: number }) | null {
  const smallest = snapshot?.sources.find(({ type }) => type === 'image/jpeg')
  if (snapshot === null || smallest === undefined) return null
  return { ...smallest, height: Math.round((snapshot.height * smallest.width) / snapshot.width) }
}
