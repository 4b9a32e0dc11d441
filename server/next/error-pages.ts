import type { IncomingMessage } from 'node:http'
import { internalHeaders, type Origin } from '../headers/request-headers.ts'
import { isHtml } from '../headers/response-headers.ts'
import { rewritePage } from '../html/rewrite-page.ts'
import type { Rejection } from '../request/problem.ts'
import { hasBody } from '../request/validate.ts'
import type { BufferedResponse } from './captured-response.ts'
import { createInternalRequest, fetchInternally, type Handler } from './internal-request.ts'

const path = '/site-error'

/** `broken`: a page could not be rendered. `missing`: the URL can't be one of this site. */
type ErrorKind = 'broken' | 'missing'

/** HTML for errors that reach no page of the site's own. */
export interface ErrorPages {
  /** Renders the pages, so that an error later needs nothing but memory. */
  load(): Promise<void>
  get(kind: ErrorKind, status: number): BufferedResponse
}

/**
 * Next's own page for an error is empty without JavaScript. These are rendered by `app/site-error` once; until that has succeeded, and
 * if it fails, they are a few plain lines.
 */
export function createErrorPages(handler: Handler, origin: Origin): ErrorPages {
  const pages: Record<ErrorKind, Pick<BufferedResponse, 'headers' | 'body' | 'page'>> = {
    broken: plainBroken,
    missing: plainMissing,
  }

  async function render(kind: ErrorKind): Promise<void> {
    const request = createInternalRequest(path, {
      host: origin.host,
      ...internalHeaders(origin, 'error-page'),
      'x-error-page': kind,
    })
    const response = await fetchInternally(handler, request)
    if (response.status < 500 && isHtml(response.headers)) pages[kind] = rewritePage(response, path)
  }

  return {
    load: async () => {
      for (const kind of ['broken', 'missing'] as const) await render(kind)
    },
    get: (kind, status) => ({
      status,
      // Its own headers preload the fonts.
      headers: new Map(pages[kind].headers).set('cache-control', 'no-store'),
      body: pages[kind].body,
      ...(pages[kind].page && { page: pages[kind].page }),
    }),
  }
}

/** Rejections that a person can cause by following a link. */
const pageStatuses: Partial<Record<Rejection['code'], number>> = {
  'malformed-url': 400,
  'not-found': 404,
  'internal-error': 500,
}

/** Whether the request is a browser's for a page. */
function wantsPage(request: IncomingMessage): boolean {
  const { method, headers, url = '' } = request
  const isRead = (method === 'GET' || method === 'HEAD') && !hasBody(request)
  return isRead && (headers.accept?.includes('text/html') ?? false) && !url.startsWith('/api/')
}

/** The page for a rejected request, where a person asked for one, else `null`. */
export function findErrorPage(
  pages: ErrorPages,
  request: IncomingMessage,
  code: Rejection['code'],
): BufferedResponse | null {
  const status = pageStatuses[code]
  if (status === undefined || !wantsPage(request)) return null
  return pages.get(status >= 500 ? 'broken' : 'missing', status)
}

const plainBroken = renderPlain(
  'Something went wrong',
  'The error is on our side. <a href="">Try again</a>.',
)
const plainMissing = renderPlain(
  'Page not found',
  'Nothing has this address. It may be mistyped, or the page may have moved.',
)

function renderPlain(title: string, sentence: string) {
  const headers = new Map([['content-type', 'text/html; charset=utf-8']])
  const page = { inlineScripts: [], inlineStyles: [], isFramed: false, frameOrigins: [] }
  const body = Buffer.from(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title}</title>
<h1>${title}</h1>
<p>${sentence}</p>
<p>Go to <a href="/">the home page</a>, <a href="/blog">all posts</a>, or <a href="/printer">the printer</a>.</p>
</html>
`)
  return { headers, body, page }
}
