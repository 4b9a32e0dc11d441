import type { RouteClass } from '#lib/metrics/record.ts'

const classes: readonly (readonly [RegExp, RouteClass])[] = [
  [/^\/api\/3dprinter(?:\/|$)/, 'printer'],
  [/^\/api\/health\//, 'health'],
  [/^\/api(?:\/|$)/, 'api'],
  [/^\/media\//, 'picture'],
  [/^\/(?:_next\/|favicon|icon|apple-icon|manifest|robots\.txt|fonts\/)/, 'asset'],
  [/^\/(?:printers\/\d+\/prints\/)?(?:atom\.xml|rss\.xml|feed\.json|sitemap\.xml)$/, 'feed'],
]

/** The label that a path's requests are counted under; there are as many as there are kinds of answers, not as many as paths. */
export function classifyRoute(path: string): RouteClass {
  return classes.find(([pattern]) => pattern.test(path))?.[1] ?? 'page'
}
