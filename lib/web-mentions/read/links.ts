import type { Root } from 'hast'
import { visit } from 'unist-util-visit'

/** Attributes that link to another page or show something of it. */
const attributes: Record<string, readonly string[]> = {
  a: ['href'],
  area: ['href'],
  link: ['href'],
  img: ['src'],
  video: ['src', 'poster'],
  audio: ['src'],
  source: ['src'],
  iframe: ['src'],
  embed: ['src'],
  object: ['data'],
  blockquote: ['cite'],
  q: ['cite'],
  data: ['value'],
}

/** Where a URL leads, without its fragment, which no server sees. */
export function withoutFragment(url: string, base?: string): string | null {
  const parsed = URL.parse(url, base)
  if (parsed !== null) parsed.hash = ''
  return parsed?.href ?? null
}

/** Whether an element of the page links to the target; text, comments and scripts don't count. */
export function hasLinkTo(tree: Root, baseUrl: string, target: string): boolean {
  const wanted = withoutFragment(target)
  let base = baseUrl
  let isFound = false
  visit(tree, 'element', ({ tagName, properties }) => {
    if (tagName === 'base' && typeof properties.href === 'string')
      base = URL.parse(properties.href, baseUrl)?.href ?? base
    if (!Object.hasOwn(attributes, tagName)) return
    for (const name of attributes[tagName] ?? []) {
      const value = properties[name]
      if (typeof value === 'string' && withoutFragment(value, base) === wanted) isFound = true
    }
  })
  return isFound
}

/** A page that can't choose its status says so in its head: `<meta http-equiv="Status" content="410 Gone">`. */
export function isDeclaredGone(tree: Root): boolean {
  let isGone = false
  visit(tree, 'element', ({ tagName, properties }) => {
    const { httpEquiv, content } = properties
    if (tagName === 'meta' && String(httpEquiv).toLowerCase() === 'status')
      isGone ||= /^\s*410\b/.test(String(content))
  })
  return isGone
}
