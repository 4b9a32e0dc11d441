import { z } from 'zod'
import { toCameraQuery } from '#lib/api/cameras.ts'
import { formatPrintTitle } from '#lib/api/describe-print.ts'
import { findJpeg } from '#lib/api/find-jpeg.ts'
import type { Formats } from '#lib/api/formats.ts'
import { lookThrough } from '#lib/api/look-through.ts'
import { printerPagePath } from '#lib/api/paths.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import type { ApiPrint } from '#lib/api/schema/prints.ts'
import { describePrinter } from '#lib/api/sentences.ts'
import { escapeMarkup } from '#lib/core/escape-markup.ts'
import type { OembedLimits } from './oembed-query.ts'

const common = {
  version: z.literal('1.0'),
  title: z.string(),
  author_name: z.string(),
  author_url: z.url(),
  provider_name: z.string(),
  provider_url: z.url(),
  cache_age: z.int().meta({ description: 'Seconds.' }),
}
const size = { width: z.int(), height: z.int() }
const thumbnail = {
  thumbnail_url: z.url().optional(),
  thumbnail_width: z.int().optional(),
  thumbnail_height: z.int().optional(),
}

/** oEmbed 1.0, section 2.3.4: of a printer an iframe where it fits, of a print its picture, of a document its title and thumbnail. */
export const oembedSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('rich'), ...common, ...size, html: z.string(), ...thumbnail }),
  z.object({ type: z.literal('photo'), ...common, ...size, url: z.url() }),
  z.object({ type: z.literal('link'), ...common, ...thumbnail }),
])

type Oembed = z.output<typeof oembedSchema>

export interface OembedSite {
  /** Without a trailing slash. */
  siteUrl: string
  siteTitle: string
  authorName: string
  formats: Formats
}

interface Picture {
  url: string
  width: number
  height: number
}

/** Of the iframe without `maxwidth`. */
const defaultWidth = 640
/** Of the text below the picture, which is as wide as the iframe. */
const textHeight = 160
/** A smaller iframe shows nothing useful. */
const minSize = { width: 200, height: 120 }
const maxPhotoWidth = 1280
/** Of what seldom changes. */
const cacheAgeSeconds = 3600

export function describePrinterEmbed(
  printer: ApiPrinter,
  limits: OembedLimits,
  about: OembedSite,
  nowMs: number,
  camera = 1,
): Oembed {
  const width = Math.min(defaultWidth, limits.maxWidth)
  const height = Math.min(Math.round((width * 9) / 16) + textHeight, limits.maxHeight)
  const title = describePrinter(printer, nowMs, about.formats)
  const shared = describeCommon(title, printer.interval_seconds, about)
  const fitsIframe = width >= minSize.width && height >= minSize.height
  const { snapshot } = lookThrough(printer, camera)
  const picture = snapshot && findJpeg(snapshot, 0)
  if (!fitsIframe && picture !== null) return toPhoto(picture, limits, shared)
  const src = `${about.siteUrl}${printerPagePath(printer.id)}/embed${toCameraQuery(camera)}`
  const html = renderIframe(src, title, width, height)
  return { type: 'rich', ...shared, width, height, html, ...toThumbnail(picture, limits) }
}

/** A print's picture or, without one, its title. */
export function describePrintEmbed(
  print: ApiPrint,
  printer: ApiPrinter,
  limits: OembedLimits,
  about: OembedSite,
): Oembed {
  const title = `${formatPrintTitle(print)}, printed by ${printer.name}`
  const isRunning = print.outcome === 'running'
  const ageSeconds = isRunning ? printer.interval_seconds : cacheAgeSeconds
  const shared = describeCommon(title, ageSeconds, about)
  const picture = print.picture && findJpeg(print.picture, Math.min(maxPhotoWidth, limits.maxWidth))
  return picture === null ? { type: 'link', ...shared } : toPhoto(picture, limits, shared)
}

/** A document's title and preview image. */
export function describeLinkEmbed(
  document: { title: string; image: Picture },
  limits: OembedLimits,
  about: OembedSite,
): Oembed {
  const shared = describeCommon(document.title, cacheAgeSeconds, about)
  const image = { ...document.image, url: new URL(document.image.url, about.siteUrl).href }
  return { type: 'link', ...shared, ...toThumbnail(image, limits) }
}

function describeCommon(title: string, cacheAge: number, about: OembedSite) {
  return {
    version: '1.0',
    title,
    author_name: about.authorName,
    author_url: about.siteUrl,
    provider_name: about.siteTitle,
    provider_url: about.siteUrl,
    cache_age: Math.round(cacheAge),
  } as const
}

function toPhoto(
  { url, width, height }: Picture,
  { maxWidth, maxHeight }: OembedLimits,
  shared: ReturnType<typeof describeCommon>,
): Oembed {
  const scale = Math.min(1, maxWidth / width, maxHeight / height)
  const scaled = (pixels: number) => Math.max(1, Math.floor(pixels * scale))
  return { type: 'photo', ...shared, url, width: scaled(width), height: scaled(height) }
}

/** The limits apply to the thumbnail, too. */
function toThumbnail(picture: Picture | null, { maxWidth, maxHeight }: OembedLimits) {
  if (picture === null || picture.width > maxWidth || picture.height > maxHeight) return {}
  const { url, width, height } = picture
  return { thumbnail_url: url, thumbnail_width: width, thumbnail_height: height }
}

/** The HTML that embeds a printer in another page. */
function renderIframe(src: string, title: string, width: number, height: number): string {
  return `<iframe src="${escapeMarkup(src)}" title="${escapeMarkup(title)}" width="${width}" height="${height}" style="max-width:100%;border:0" loading="lazy"></iframe>`
}
