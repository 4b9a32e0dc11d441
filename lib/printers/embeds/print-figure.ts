import { describeEndWithDay, formatPrintTitle } from '#lib/api/describe-print.ts'
import { findJpeg } from '#lib/api/find-jpeg.ts'
import type { Formats } from '#lib/api/formats.ts'
import { printPagePath } from '#lib/api/paths.ts'
import type { ApiPrint } from '#lib/api/schema/prints.ts'
import { escapeMarkup } from '#lib/core/escape-markup.ts'

/** As content leaves it in a document's HTML (`markPrints`). */
const place = /<p class="print-embed"[^>]*><a [^>]*?href="([^"]+)"[^>]*>.*?<\/a><\/p>/g

/** Pixels: wider than the column of a text only on screens of twice its density. */
const maxPictureWidth = 960

export interface PrintAddress {
  printer: number
  number: number
}

/** `null` where it is another site's. */
function parseAddress(href: string, siteUrl: string): PrintAddress | null {
  const url = URL.parse(href, siteUrl)
  const [, printer, number] =
    /^\/printers\/(\d{1,9})\/prints\/(\d{1,9})\/?$/.exec(url?.pathname ?? '') ?? []
  // Links to a site behind a proxy use http and https.
  const isOwn = url?.host === new URL(siteUrl).host
  return isOwn && printer !== undefined
    ? { printer: Number(printer), number: Number(number) }
    : null
}

/**
 * Puts prints in their places in a document's HTML. In the place of one that isn't found the link stays.
 * @param find called once for each place
 */
export async function fillPrints(
  html: string,
  about: { siteUrl: string; formats: Formats; isFeed: boolean },
  find: (address: PrintAddress) => Promise<ApiPrint | null>,
): Promise<string> {
  const figures = await Promise.all(
    [...html.matchAll(place)].map(async ([whole, href = '']) => {
      const address = parseAddress(href, about.siteUrl)
      const print = address && (await find(address))
      return print === null ? whole : renderFigure(print, about)
    }),
  )
  return html.replaceAll(place, () => figures.shift() ?? '')
}

/**
 * A print as a picture with its name and result. A feed's entry is news whenever it changes, so there a print that is running is only a
 * link.
 */
function renderFigure(
  print: ApiPrint,
  { siteUrl, formats, isFeed }: { siteUrl: string; formats: Formats; isFeed: boolean },
): string {
  const path = printPagePath(print.printer, print.number)
  const title = escapeMarkup(formatPrintTitle(print))
  const jpeg = print.picture && findJpeg(print.picture, maxPictureWidth)
  const link = isFeed
    ? `<a href="${siteUrl}${path}">${title}</a>`
    : `<a class="card-link text-link" href="${path}"><bdi>${title}</bdi></a>`
  if (isFeed && print.ended === null) return `<p>${link}</p>`
  const caption = `<figcaption>${link}. ${escapeMarkup(describeEndWithDay(print, formats))}.</figcaption>`
  const image =
    jpeg &&
    `<img alt="${escapeMarkup(print.picture?.alt ?? '')}" height="${jpeg.height}" src="${isFeed ? jpeg.url : new URL(jpeg.url).pathname}" width="${jpeg.width}"`
  if (isFeed) return `<figure>${image === null ? '' : `${image}>`}${caption}</figure>`
  const picture =
    image === null ? '' : `<picture>${image} decoding="async" loading="lazy"></picture>`
  return `<figure class="print-card relative">${picture}${caption}</figure>`
}
