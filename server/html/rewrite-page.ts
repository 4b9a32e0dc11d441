import {
  type PageOptions,
  renderCacheControl,
  untilContentChanges,
} from '#lib/core/page-options.ts'
import { getHeader } from '../headers/response-headers.ts'
import type { BufferedResponse, HeaderMap } from '../next/captured-response.ts'
import { readDeferrable, renderLoader } from './defer-scripts.ts'
import {
  isDataBlock,
  isNextRuntime,
  isScriptPreload,
  isUnfinished,
  keepFontPreloads,
} from './strip-next-runtime.ts'
import { type HtmlToken, readAttribute, tokenizeHtml } from './tokenize-html.ts'

/** Rules by which browsers prerender plain links; inline, they would need an exception in the policy. */
const speculationRules = '"/speculation.json"'

/** After a page that could not be made: most outages are a restart. */
const outageRetrySeconds = '30'

/**
 * Turns Next's HTML into the response that the page declares by its options: status, caching, and how much of Next's scripts stays.
 * Reads the page once, and collects the inline scripts and styles that its Content-Security-Policy must allow.
 * @param path below /_next/, a page can only be Next's way to say that a file doesn't exist
 */
export function rewritePage(response: BufferedResponse, path: string): BufferedResponse {
  const html = response.body.toString('utf8')
  const tokens = [...tokenizeHtml(html)]
  const head = isRendered(response.headers) ? listHead(tokens) : []
  const options = readOptions(head)
  const isMissingFile = path.startsWith('/_next/') && response.status === 404
  if (isMissingFile || options?.isMissingFile) return renderMissingFile(response.headers)
  const isStatic = options?.isStatic === true && !tokens.some(isUnfinished)
  const { text, inlineScripts } = isStatic
    ? stripRuntime(html, tokens)
    : options?.scripts === 'deferred'
      ? deferScripts(html, tokens)
      : { text: html, inlineScripts: listInlineScripts(tokens) }
  const status = response.status === 200 ? readStatus(options) : response.status
  const headers = new Map(response.headers)
  headers.delete('content-length')
  setCaching(headers, status, options)
  if (isStatic) setStaticHeaders(headers)
  if (options?.links !== undefined) addLinks(headers, options.links)
  const page = {
    inlineScripts,
    inlineStyles: head.filter(isStyle).map((token) => token.text),
    isFramed: options?.isFramed === true,
    frameOrigins: options?.frameOrigins ?? [],
  }
  return { status, headers, body: text === html ? response.body : Buffer.from(text), page }
}

/**
 * Whether Next rendered the response. A saved copy of a page in `public/` declares the same, and is only a file. Next says of rendered
 * pages alone that they vary by its own headers.
 */
function isRendered(headers: HeaderMap): boolean {
  return /\brsc\b/.test(getHeader(headers, 'vary') ?? '')
}

/** What content can't put anything into. */
function listHead(tokens: readonly HtmlToken[]): readonly HtmlToken[] {
  const bodyAt = tokens.findIndex(({ name }) => name === 'body')
  return bodyAt === -1 ? tokens : tokens.slice(0, bodyAt)
}

function isStyle({ kind, name }: HtmlToken): boolean {
  return kind === 'open' && name === 'style'
}

/** The page's declaration, from `PageOptionsMeta`, which React moves to the head. */
function readOptions(head: readonly HtmlToken[]): PageOptions | null {
  const meta = head.findLast(isOptionsMeta)
  if (meta === undefined) return null
  return JSON.parse(readAttribute(meta.attributes, 'content') ?? '{}') as PageOptions // typed where the page wrote it
}

function isOptionsMeta({ kind, name, attributes }: HtmlToken): boolean {
  return kind === 'open' && name === 'meta' && readAttribute(attributes, 'name') === 'page-options'
}

function readStatus(options: PageOptions | null): number {
  const status = options?.status
  return status === 404 || status === 410 || status === 503 ? status : 200
}

function setCaching(headers: HeaderMap, status: number, options: PageOptions | null): void {
  if (status === 503) {
    headers.set('cache-control', 'no-store')
    headers.set('retry-after', outageRetrySeconds)
  } else if (status < 400 && status !== 200) {
    // A page that redirects renders nothing. Permanent redirects come from the content's old addresses.
    if (status === 308) headers.set('cache-control', renderCacheControl(untilContentChanges))
  } else if (options?.cache !== undefined && status < 500) {
    headers.set('cache-control', renderCacheControl(options.cache))
    headers.set('cache-tag', options.cache.tags.join(' '))
  }
}

function setStaticHeaders(headers: HeaderMap): void {
  headers.set('speculation-rules', speculationRules)
  const links = keepFontPreloads(getHeader(headers, 'link') ?? '')
  if (links === '') headers.delete('link')
  else headers.set('link', links)
}

function addLinks(headers: HeaderMap, links: NonNullable<PageOptions['links']>): void {
  const own = Object.entries(links).map(([rel, address]) => `<${address}>; rel="${rel}"`)
  headers.set('link', [getHeader(headers, 'link') ?? [], ...own].flat().join(', '))
}

interface Rewritten {
  text: string
  inlineScripts: string[]
}

function stripRuntime(html: string, tokens: readonly HtmlToken[]): Rewritten {
  const removed = tokens.filter((token) => isOptionsMeta(token) || isNextRuntime(token))
  // The empty div is left over from Next's metadata.
  const text = cut(html, removed).replace('<div hidden=""></div>', '')
  return { text, inlineScripts: [] }
}

function deferScripts(html: string, tokens: readonly HtmlToken[]): Rewritten {
  const scripts = tokens.map(readDeferrable).filter((script) => script !== null)
  const bodyEnd = tokens.findLast(({ kind, name }) => kind === 'close' && name === 'body')
  const inlineScripts = listInlineScripts(tokens)
  if (scripts.length === 0 || bodyEnd === undefined) return { text: html, inlineScripts }
  const isRemoved = (token: HtmlToken) =>
    readDeferrable(token) !== null || (token.name === 'link' && isScriptPreload(token.attributes))
  const loader = renderLoader(scripts)
  const text = cut(html, tokens.filter(isRemoved), {
    at: bodyEnd.start,
    text: `<script>${loader}</script>`,
  })
  return { text, inlineScripts: [...inlineScripts, loader] }
}

/** The text of every script that runs from the page itself. */
function listInlineScripts(tokens: readonly HtmlToken[]): string[] {
  return tokens
    .filter(
      ({ kind, name, attributes }) =>
        kind === 'open' &&
        name === 'script' &&
        readAttribute(attributes, 'src') === null &&
        !isDataBlock(attributes),
    )
    .map(({ text }) => text)
}

/** @param inserted goes in before the tokens that come after its position */
function cut(
  html: string,
  removed: readonly HtmlToken[],
  inserted?: { at: number; text: string },
): string {
  const kept: string[] = []
  let from = 0
  const ranges = removed.map(({ start, end }) => ({ start, end, text: '' }))
  if (inserted !== undefined) {
    const { at, text } = inserted
    ranges.push({ start: at, end: at, text })
    ranges.sort((a, b) => a.start - b.start)
  }
  for (const { start, end, text } of ranges) {
    kept.push(html.slice(from, start), text)
    from = end
  }
  return kept.join('') + html.slice(from)
}

/** Browsers, bots and scanners request many files that do not exist, and read no page. */
function renderMissingFile(headers: HeaderMap): BufferedResponse {
  const sent = new Map(headers)
  sent.delete('link')
  sent.delete('content-length')
  sent.set('content-type', 'text/plain; charset=utf-8')
  return { status: 404, headers: sent, body: Buffer.from('Not found.\n') }
}
