import type { BufferedResponse } from '../cache/entry.ts'
import { getHeader, isHtml } from '../headers/response-headers.ts'
import { type HtmlToken, readAttribute, tokenizeHtml } from './tokenize-html.ts'

/** Where a document's wishes wait for the header to be made; never leaves the house. */
export const originsHeader = 'x-document-origins'

/** What next.config.js says of the documents whose addresses it knows. */
const lasting = 'public, max-age=0, s-maxage=600, must-revalidate'

/** Plain links between documents are made instant by the browser; inline, the rules would need an exception in the policy. */
const speculationRules = '"/speculation.json"'

/** When to look again after a page that could not be made: most outages are a restart. */
const outageRetrySeconds = '30'

/**
 * A page that says that it is a document (`<meta name="document">`), without what the framework needs to take it over in the
 * browser: its scripts, their preloads, its data and its marks. Every other answer is handed back as it is.
 *
 * A page of which parts would still have to be put in place by a script stays as it is too: better heavy than broken.
 */
export function stripNextRuntime(answer: BufferedResponse): BufferedResponse {
  if (!isHtml(answer.fields)) return answer
  const html = answer.body.toString('utf8')
  const stripped = stripFramework(html)
  if (stripped === null) return answer
  const { text, wishes } = stripped
  const fields = new Map(answer.fields)
  fields.set('speculation-rules', speculationRules)
  const links = keepFonts(getHeader(answer.fields, 'link') ?? '')
  if (links === '') fields.delete('link')
  else fields.set('link', links)
  fields.delete('content-length')
  if (wishes.origins !== undefined) fields.set(originsHeader, JSON.stringify(wishes.origins))
  const status = answer.status === 200 ? readStatus(wishes) : answer.status
  if (wishes.isLasting === true) fields.set('cache-control', lasting)
  if (status === 503) {
    fields.set('cache-control', 'no-store')
    fields.set('retry-after', outageRetrySeconds)
  }
  return { status, fields, body: Buffer.from(text) }
}

/** Next has the browser bring fonts and scripts ahead; of a document only the fonts are left. */
function keepFonts(link: string): string {
  return link
    .split(/,\s*(?=<)/)
    .filter((one) => /;\s*as="?font/.test(one))
    .join(', ')
}

function readStatus({ status }: PageOptions): number {
  return status === 404 || status === 410 || status === 503 ? status : 200
}

interface PageOptions {
  status?: number
  isLasting?: boolean
  origins?: { images: string[]; frames: string[] }
}

function stripFramework(html: string): { text: string; wishes: PageOptions } | null {
  const kept: string[] = []
  let wishes: PageOptions | null = null
  let from = 0
  let isHead = true
  for (const piece of tokenizeHtml(html)) {
    if (piece.name === 'body') isHead = false
    if (isUnfinished(piece)) return null
    const isMark =
      isHead && piece.name === 'meta' && readAttribute(piece.attributes, 'name') === 'document'
    // React wrote it from `DocumentWishes`; only the head is looked at, where no content comes.
    if (isMark)
      wishes = JSON.parse(readAttribute(piece.attributes, 'content') ?? '{}') as PageOptions
    if (!isMark && !isFrameworkOwn(piece)) continue
    kept.push(html.slice(from, piece.start))
    from = piece.end
  }
  if (wishes === null) return null
  kept.push(html.slice(from))
  // What metadata leaves behind in the body once its marks are gone.
  return { text: kept.join('').replace('<div hidden=""></div>', ''), wishes }
}

/** A part that was still to come, or is waiting in a corner of the page for a script. */
function isUnfinished({ kind, name, attributes }: HtmlToken): boolean {
  return kind === 'open' && name === 'template' && /\sid="B:/.test(attributes)
}

function isFrameworkOwn(piece: HtmlToken): boolean {
  const { kind, name, attributes } = piece
  // Suspense boundaries and borders between texts; content's own comments are gone already.
  if (kind === 'comment') return true
  if (kind === 'close') return false
  if (name === 'script') return !isOwnScript(attributes)
  if (name === 'meta') return readAttribute(attributes, 'name') === 'next-size-adjust'
  if (name !== 'link') return false
  const rel = readAttribute(attributes, 'rel')
  return (
    rel === 'modulepreload' ||
    (rel === 'preload' && readAttribute(attributes, 'as') === 'script') ||
    rel === 'expect'
  )
}

/** Data, and the one script that documents have. */
function isOwnScript(attributes: string): boolean {
  if (readAttribute(attributes, 'src') !== null)
    return readAttribute(attributes, 'src')?.startsWith('/client.js') === true
  return /^application\/(?:[\w.-]+\+)?json$/.test(readAttribute(attributes, 'type') ?? '')
}
