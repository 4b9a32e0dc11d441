import { loadDeferredScripts } from '../../client/load-deferred-scripts.ts'
import { type HtmlToken, readAttribute } from './tokenize-html.ts'

/** A script of Next's that may run at any time, as `loadDeferredScripts` takes it; `null` for every other token. */
export function readDeferrable({ kind, name, attributes }: HtmlToken): [string, string?] | null {
  if (kind !== 'open' || name !== 'script') return null
  const src = readAttribute(attributes, 'src')
  if (src === null || !src.startsWith('/_next/') || readAttribute(attributes, 'async') === null)
    return null
  const id = readAttribute(attributes, 'id')
  return id === null ? [src] : [src, id]
}

/**
 * The inline script that loads Next's scripts once the page's picture is painted, and after two seconds in any case. On a slow
 * connection they would compete with the picture, and the page is complete without them.
 */
export function renderLoader(scripts: readonly [string, string?][]): string {
  // `<` is escaped: no address may end the script that it is part of.
  return `(${loadDeferredScripts})(${JSON.stringify(scripts).replaceAll('<', '\\u003c')})`
}
