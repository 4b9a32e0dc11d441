/** A tag, a comment, or an element whose text is not HTML, with the place where it stands. */
export interface HtmlToken {
  kind: 'open' | 'close' | 'comment'
  /** Lower-case; empty for a comment. */
  name: string
  /** As written, from the name on. */
  attributes: string
  start: number
  /** Behind the tag; of a script or a style behind its closing tag. */
  end: number
}

const opaque = new Set(['script', 'style', 'textarea', 'title'])
const token = /<!--[\s\S]*?-->|<(\/?)([a-zA-Z][^\s/>]*)((?:"[^"]*"|'[^']*'|[^"'>])*)>/g

/**
 * Walks over a page as a serialiser has written it. What looks like a tag within an attribute, a script or a title is none: a
 * mere search for `<script` would cut pages apart whose text speaks of scripts.
 */
export function* tokenizeHtml(html: string): Generator<HtmlToken> {
  token.lastIndex = 0
  let at = 0
  while (true) {
    token.lastIndex = at
    const match = token.exec(html)
    if (match === null) return
    const [text, slash, rawName = '', attributes = ''] = match
    const name = rawName.toLowerCase()
    const start = match.index
    const tagEnd = start + text.length
    at = slash === '' && opaque.has(name) ? findClosing(html, name, tagEnd) : tagEnd
    const kind = text.startsWith('<!--') ? 'comment' : slash === '/' ? 'close' : 'open'
    yield { kind, name, attributes, start, end: at }
  }
}

function findClosing(html: string, name: string, from: number): number {
  const closing = new RegExp(`</${name}[^>]*>`, 'gi')
  closing.lastIndex = from
  const match = closing.exec(html)
  return match === null ? html.length : match.index + match[0].length
}

/** An attribute's value with its references undone; null where it isn't there. */
export function readAttribute(attributes: string, name: string): string | null {
  const pattern = new RegExp(
    `\\s${name}(?:=(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+)))?(?=[\\s/]|$)`,
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
