/** A tag, a comment, or an element whose text is not HTML, with its position. */
export interface HtmlToken {
  kind: 'open' | 'close' | 'comment'
  /** Lower-case; empty for a comment. */
  name: string
  /** As written, from the name on. */
  attributes: string
  start: number
  /** After the tag; of a script, style, textarea or title after its closing tag. */
  end: number
  /** The raw text of a script, style, textarea or title; else empty. */
  text: string
}

const rawText = new Set(['script', 'style', 'textarea', 'title'])
const token = /<!--[\s\S]*?-->|<(\/?)([a-zA-Z][^\s/>]*)((?:"[^"]*"|'[^']*'|[^"'>])*)>/g

/**
 * Tokenizes a serialized page. What looks like a tag within an attribute, a script or a title is not one: searching for `<script`
 * alone would break pages that write about scripts.
 */
export function* tokenizeHtml(html: string): Generator<HtmlToken> {
  let at = 0
  while (true) {
    token.lastIndex = at
    const match = token.exec(html)
    if (match === null) return
    const [tag, slash, rawName = '', attributes = ''] = match
    const name = rawName.toLowerCase()
    const start = match.index
    const tagEnd = start + tag.length
    const kind = tag.startsWith('<!--') ? 'comment' : slash === '/' ? 'close' : 'open'
    const isRaw = kind === 'open' && rawText.has(name)
    const [textEnd, end] = isRaw ? findClosingTag(html, name, tagEnd) : [tagEnd, tagEnd]
    at = end
    yield { kind, name, attributes, start, end, text: html.slice(tagEnd, textEnd) }
  }
}

/** Where the raw text and its closing tag end; the end of the page where it is never closed, as browsers have it. */
function findClosingTag(html: string, name: string, from: number): [number, number] {
  const closing = new RegExp(`</${name}[\\s/>]`, 'gi')
  closing.lastIndex = from
  const match = closing.exec(html)
  if (match === null) return [html.length, html.length]
  const end = html.indexOf('>', match.index)
  return [match.index, end === -1 ? html.length : end + 1]
}

/** An attribute's value with its character references decoded; `null` where it is absent. */
export function readAttribute(attributes: string, name: string): string | null {
  const pattern = new RegExp(
    `\\s${name}(?:\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+)))?(?=[\\s/]|$)`,
    'i',
  )
  const match = pattern.exec(attributes)
  if (match === null) return null
  return (match[1] ?? match[2] ?? match[3] ?? '')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}
