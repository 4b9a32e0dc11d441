import type { ApiSource } from '#lib/api/schema/printer.ts'

/**
 * For `sizes`: the width of a frame that fills the column, without the page's gutters and its black edge. With 100vw a phone would
 * load the next larger variant, 1.5 times as heavy.
 */
export const wholeColumn = '(min-width: 40rem) 90vw, calc(100vw - 3.25rem)'

export interface PictureSources {
  /** For `<source>`, best first. */
  alternatives: { type: string; srcSet: string }[]
  /** For `<img>`: JPEG, which every browser shows. */
  plain: { src: string; srcSet: string }
}

/** Groups the API's flat list of variants into what a `<picture>` needs. */
export function groupSources(sources: readonly ApiSource[]): PictureSources {
  const byType = Map.groupBy(sources, ({ type }) => type)
  const jpegs = byType.get('image/jpeg') ?? []
  byType.delete('image/jpeg')
  return {
    alternatives: [...byType].map(([type, list]) => ({ type, srcSet: toSrcSet(list) })),
    plain: { src: toPath(jpegs.at(-1)?.url ?? ''), srcSet: toSrcSet(jpegs) },
  }
}

function toSrcSet(sources: readonly ApiSource[]): string {
  return sources.map(({ url, width }) => `${toPath(url)} ${width}w`).join(', ')
}

/**
 * The API's URLs are absolute, for other sites. Our own pages use the path only: under another host name (127.0.0.1, a tunnel, a
 * preview) the Content-Security-Policy allows nothing but the page's origin.
 */
export function toPath(url: string): string {
  const { pathname } = new URL(url, 'http://site.invalid')
  return pathname.startsWith('/media/') ? pathname : url
}

/** A picture's text, for a place where its time is next to it. */
export function withoutTime(alt: string): string {
  return alt.replace(/, photographed at .*$/, '')
}
