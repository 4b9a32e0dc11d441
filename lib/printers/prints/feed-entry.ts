import {
  describeDuration,
  describeEndWithDay,
  describeFilament,
  describeStart,
  formatPrintTitle,
} from '#lib/api/describe-print.ts'
import type { Formats } from '#lib/api/formats.ts'
import { flipbookPath } from '#lib/api/paths.ts'
import type { ApiPrint } from '#lib/api/schema/prints.ts'
import type { PublishedPrint } from './print-queries.ts'

/** A print as an entry of a feed (`FeedEntry` of lib/feeds): an `h-entry` with its picture, start and end. */
export function toFeedEntry(
  { print, pictures, publishedAt, describedAt }: PublishedPrint,
  { siteUrl, formats }: { siteUrl: string; formats: Formats },
) {
  const title = formatPrintTitle(print)
  const ended = describeEndWithDay(print, formats)
  const started = describeStart(print, formats)
  const cost = describeCost(print)
  const { picture } = print
  const photo = picture?.sources.findLast(({ type }) => type === 'image/jpeg') ?? null
  const endedAt = print.ended?.not_after ?? null
  const isAnimated = pictures > 1 && print.ended !== null
  return {
    url: print.url,
    title,
    label: title,
    summary: [ended, started, ...cost]
      .map((sentence) => `${sentence}.`)
      .concat(print.note?.text ?? [])
      .join(' '),
    html: [
      '<div class="h-entry">',
      `<p class="p-summary"><a class="u-url p-name" href="${escapeHtml(print.url)}">${escapeHtml(title)}</a>: ${markTime('dt-end', print.ended?.not_before ?? endedAt, ended)} ${markTime('dt-start', print.started.not_after, started)} ${cost.map((sentence) => `${escapeHtml(sentence)}.`).join(' ')}</p>`,
      photo === null
        ? ''
        : `<p><img class="u-photo" src="${escapeHtml(photo.url)}" alt="${escapeHtml(picture?.alt ?? '')}"></p>`,
      print.note === null ? '' : `<div class="e-content">${print.note.html}</div>`,
      '</div>',
    ].join(''),
    publishedAt,
    // A late report can move the end; publishing and describing are changes, too.
    updatedAt: new Date(
      Math.max(
        publishedAt.getTime(),
        describedAt?.getTime() ?? 0,
        endedAt ? Date.parse(endedAt) : 0,
      ),
    ),
    image: photo?.url ?? null,
    enclosures: [
      ...(photo === null
        ? []
        : [{ url: photo.url, type: photo.type, title: picture?.alt ?? title }]),
      ...(isAnimated
        ? [
            {
              url: siteUrl + flipbookPath(print.printer, print.number),
              type: 'image/webp',
              title: `${title}, from start to end`,
            },
          ]
        : []),
    ],
  }
}

/** Duration, filament and material. Planned filament counts only for a print that finished. */
function describeCost({ ended, filament, material, ...print }: ApiPrint): string[] {
  if (ended === null) return []
  const isKnown = filament !== null && (filament.used_mm !== null || print.outcome === 'finished')
  const of = isKnown ? `, ${describeFilament(filament)} of filament` : ''
  return [
    `Took ${describeDuration(print)}${of}`,
    ...(material ? [`Material: ${material.description}`] : []),
  ]
}

/** A sentence in a `<time>` element, with the time that the print's page has in its `datetime`. */
function markTime(name: string, time: string | null, sentence: string): string {
  const text = `${escapeHtml(sentence)}.`
  return time === null
    ? text
    : `<time class="${name}" datetime="${escapeHtml(time)}">${text}</time>`
}

function escapeHtml(text: string): string {
  const named = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' } as const
  return text.replace(/[&<>"]/g, (sign) => named[sign as keyof typeof named])
}
