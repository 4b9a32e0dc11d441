import {
  describeDuration,
  describeEndWithDay,
  describeFilament,
  describeStart,
  formatPrintTitle,
} from '#lib/api/describe-print.ts'
import { flipbookPath } from '#lib/api/paths.ts'
import type { ApiPrint } from '#lib/api/schema/prints.ts'

/** A print as a feed tells it (`PrintsFeedEntry` of lib/feeds): an `h-entry` with its picture, its start and its end. */
export function toFeedEntry(
  { print, pictures, publishedAt }: { print: ApiPrint; pictures: number; publishedAt: Date },
  { siteUrl, timeZone }: { siteUrl: string; timeZone: string },
) {
  const title = formatPrintTitle(print)
  const ended = describeEndWithDay(print, timeZone)
  const started = describeStart(print, timeZone)
  const cost = describeCost(print)
  const { picture } = print
  const photo = picture?.sources.findLast(({ type }) => type === 'image/jpeg') ?? null
  const endedAt = print.ended?.not_after ?? null
  const isAnimated = pictures > 1 && print.ended !== null
  return {
    url: print.url,
    title,
    summary: [ended, started, ...cost].map((told) => `${told}.`).join(' '),
    html: [
      '<div class="h-entry">',
      `<p class="p-summary"><a class="u-url p-name" href="${escapeHtml(print.url)}">${escapeHtml(title)}</a>: ${markTime('dt-end', print.ended?.not_before ?? endedAt, ended)} ${markTime('dt-start', print.started.not_after, started)} ${cost.map((told) => `${escapeHtml(told)}.`).join('')}</p>`,
      photo === null
        ? ''
        : `<p><img class="u-photo" src="${escapeHtml(photo.url)}" alt="${escapeHtml(picture?.alt ?? '')}"></p>`,
      '</div>',
    ].join(''),
    publishedAt,
    // A snapper's late word can move an end; being published is news as well.
    updatedAt: new Date(Math.max(publishedAt.getTime(), endedAt ? Date.parse(endedAt) : 0)),
    pictures: [
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

/** What was planned has gone into a print only where it has reached its end. */
function describeCost({ ended, filament, ...print }: ApiPrint): string[] {
  if (ended === null) return []
  const isKnown = filament !== null && (filament.used_mm !== null || print.outcome === 'finished')
  const of = isKnown ? `, ${describeFilament(filament)} of filament` : ''
  return [`Took ${describeDuration(print)}${of}`]
}

/** A sentence, with the time that machines are told: by then it ran for certain, as its own page says. */
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
