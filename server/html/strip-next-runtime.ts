import { type HtmlToken, readAttribute } from './tokenize-html.ts'

/**
 * Whether a part of the page is still to come, or waits in it for a script to move it into place. Such a page keeps Next's scripts:
 * better heavy than broken.
 */
export function isUnfinished({ kind, name, attributes }: HtmlToken): boolean {
  return kind === 'open' && name === 'template' && /\sid="B:/.test(attributes)
}

/** What only React needs, to hydrate the page: Next's scripts, their preloads, their data and comments. */
export function isNextRuntime({ kind, name, attributes }: HtmlToken): boolean {
  // Suspense boundaries and borders between texts; the content's own comments are gone already.
  if (kind === 'comment') return true
  if (kind === 'close') return false
  if (name === 'script') return !isOwnScript(attributes)
  if (name === 'meta') return readAttribute(attributes, 'name') === 'next-size-adjust'
  if (name !== 'link') return false
  const rel = readAttribute(attributes, 'rel')
  return rel === 'modulepreload' || rel === 'expect' || isScriptPreload(attributes)
}

export function isScriptPreload(attributes: string): boolean {
  return (
    readAttribute(attributes, 'rel') === 'preload' && readAttribute(attributes, 'as') === 'script'
  )
}

/** A data block (JSON-LD) doesn't run. */
export function isDataBlock(attributes: string): boolean {
  const type = readAttribute(attributes, 'type')?.toLowerCase() ?? ''
  return /^(?:application|text)\/(?:[\w.-]+\+)?json$/.test(type)
}

/** Data, and the one script that static pages have. */
function isOwnScript(attributes: string): boolean {
  const src = readAttribute(attributes, 'src')
  return src === null ? isDataBlock(attributes) : src.startsWith('/client.js')
}

/** Next has browsers preload fonts and scripts by a Link header; a static page only needs the fonts. */
export function keepFontPreloads(link: string): string {
  return link
    .split(/,\s*(?=<)/)
    .filter((one) => /;\s*as="?font/.test(one))
    .join(', ')
}
