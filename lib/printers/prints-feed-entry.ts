import {
  describeDuration,
  describeEnd,
  describeStart,
  flipbookPath,
  type PrintWire,
  titlePrint,
} from './wire/prints.ts'

/** A print as a feed tells it (`PrintsFeedEntry` of lib/feeds): an `h-entry` with its picture, its start and its end. */
export function toFeedEntry(
  { print, publishedAt }: { print: PrintWire; publishedAt: Date },
  { siteUrl, timeZone }: { siteUrl: string; timeZone: string },
) {
  const summary = [describeEnd(print, timeZone), describeStart(print, timeZone)]
  if (print.ended !== null) summary.push(`Took ${describeDuration(print)}`)
  const title = titlePrint(print)
  const text = `${summary.join('. ')}.`
  const { picture } = print
  const photo = picture?.sources.findLast(({ type }) => type === 'image/jpeg') ?? null
  const endedAt = print.ended?.not_after ?? null
  const isAnimated = picture !== null && print.ended !== null
  return {
    url: print.url,
    title,
    summary: text,
    html: [
      '<div class="h-entry">',
      `<p class="p-summary"><a class="u-url p-name" href="${escapeHtml(print.url)}">${escapeHtml(title)}</a>: ${escapeHtml(text)}</p>`,
      photo === null
        ? ''
        : `<p><img class="u-photo" src="${escapeHtml(photo.url)}" alt="${escapeHtml(picture?.alt ?? '')}"></p>`,
      markTime('dt-start', print.started.not_after, 'started by'),
      markTime('dt-end', endedAt, 'ended by'),
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

function markTime(name: string, time: string | null, text: string): string {
  return time === null
    ? ''
    : `<time class="${name}" datetime="${escapeHtml(time)}">${text} ${escapeHtml(time)}</time> `
}

function escapeHtml(text: string): string {
  const named = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' } as const
  return text.replace(/[&<>"]/g, (sign) => named[sign as keyof typeof named])
}
