import type { ApiSource } from '#lib/api/schema/printer.ts'

/**
 * For `sizes`: how wide a frame is that takes the whole column, less the page's gutters and its own black edge. By 100vw a
 * telephone would bring the next larger variant, half as heavy again.
 */
export const wholeColumn = '(min-width: 40rem) 90vw, calc(100vw - 3.25rem)'

export interface PictureSources {
  /** For `<source>`, best first. */
  alternatives: { type: string; srcSet: string }[]
  /** For `<img>`: what everything can show. */
  plain: { src: string; srcSet: string }
}

/** Orders the wire's flat list of variants into what a `<picture>` wants. */
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
 * The wire's addresses are absolute, for other sites. On our own pages a path does: the site stays whole behind another name
 * (127.0.0.1, a tunnel, a preview), where the Content-Security-Policy lets in nothing but its own origin.
 */
export function toPath(url: string): string {
  const { pathname } = new URL(url, 'http://site.invalid')
  return pathname.startsWith('/media/') ? pathname : url
}

/** One small file, as a path of this site: at least this wide where there is one, WebP before JPEG. */
export function pickSmall(sources: readonly ApiSource[], pixels: number): string {
  const webp = sources.filter(({ type }) => type === 'image/webp')
  const among = webp.length > 0 ? webp : sources.filter(({ type }) => type === 'image/jpeg')
  const fitting = among.find(({ width }) => width >= pixels) ?? among.at(-1)
  return toPath(fitting?.url ?? '')
}
