import type { HttpResponse } from './http.ts'
import { type JsonObject, parseJsonObject, toText } from './json.ts'
import { parseRetryAfter } from './retry.ts'

export type UploadResult =
  /** The site has stored it. */
  | { kind: 'delivered'; detail: string | null }
  /** Worth retrying. `isFromServer`: something responded; otherwise the connection failed. `isTooLarge`: a proxy's limit. */
  | {
      kind: 'retryable'
      detail: string
      retryAfterMs: number | null
      isFromServer: boolean
      isTooLarge?: boolean
    }
  /** The site rejects this report; others may succeed. */
  | { kind: 'rejected'; detail: string; status: number; isAboutPicture: boolean }
  /** Nothing will be delivered until the configuration changes. */
  | { kind: 'misconfigured'; detail: string }

const advice: Record<number, string> = {
  401: 'check SNAPPER_USER and SNAPPER_PASSWORD, or SNAPPER_TOKEN ("npm run printers -- rotate <id>" on the site makes new ones)',
  403: 'these credentials belong to a different printer than PRINTER_ENDPOINT',
  404: 'no printer at PRINTER_ENDPOINT; it should look like https://example.org/api/3dprinter/1/',
  405: 'PRINTER_ENDPOINT is not the URL of a printer; it should look like https://example.org/api/3dprinter/1/',
}

const retryableStatuses = new Set([408, 425, 429])

/** The code of the site's own problem document (RFC 9457), such as `unauthorized`; `null` for any other response. */
export function readProblemCode({ status, headers, body }: HttpResponse): string | null {
  if (!/^application\/problem\+json\b/i.test(headers['content-type'] ?? '')) return null
  const problem = parseJsonObject(body)
  const [, code = null] = /^\/problems\/([\w-]+)$/.exec(toText(problem?.type) ?? '') ?? []
  return problem?.status === status ? code : null
}

/**
 * Interprets the response to a report. Only the site's own problem document is final. Proxies, firewalls, captive portals and
 * login pages respond with any status, and stop doing so when they are fixed.
 * @param sha256 of the picture in the report, if any
 */
export function classifyResponse(
  response: HttpResponse,
  { sha256, endpoint }: { sha256: string | null; endpoint: URL },
  now: Date,
): UploadResult {
  const { status, headers } = response
  const body = parseJsonObject(response.body)
  if (status === 200 && body !== null) {
    const success = classifySuccess(body, sha256, endpoint)
    if (success !== null) return success
  }
  const retryAfterMs = parseRetryAfter(headers['retry-after'], now)
  const code = readProblemCode(response)
  if (code === null) {
    const isTooLarge = status === 413
    const detail = describeStranger(response, body) + getStrangerAdvice(response)
    return { kind: 'retryable', detail, retryAfterMs, isFromServer: true, isTooLarge }
  }
  const problem = toText(body?.detail) ?? toText(body?.title)
  const detail = problem === null ? `HTTP ${status}` : `HTTP ${status}: ${problem.slice(0, 300)}`
  const hint = advice[status]
  if (hint !== undefined) return { kind: 'misconfigured', detail: `${detail}; ${hint}` }
  if (status >= 500 || retryableStatuses.has(status))
    return { kind: 'retryable', detail, retryAfterMs, isFromServer: true }
  const isAboutPicture = status === 413 || /\bimage\b/.test(code)
  return { kind: 'rejected', detail, status, isAboutPicture }
}

/** A status of 200 alone proves nothing. @returns `null` if the body isn't the site's printer. */
function classifySuccess(
  body: JsonObject,
  sha256: string | null,
  { pathname }: URL,
): UploadResult | null {
  if (sha256 !== null && body.sha256 === sha256) return { kind: 'delivered', detail: null }
  const [, id] = /\/(\d+)\/?$/.exec(pathname) ?? []
  const isOther = typeof body.id === 'number' && id !== undefined && Number(id) !== body.id
  if (isOther || !(typeof body.publishing === 'boolean' || 'last_updated' in body)) return null
  if (sha256 === null) return { kind: 'delivered', detail: null }
  if (body.publishing === false)
    return { kind: 'delivered', detail: 'publishing is paused: the site stores no picture' }
  const detail = "200, but the site doesn't confirm the picture's sha256"
  return { kind: 'retryable', detail, retryAfterMs: null, isFromServer: true }
}

/** What responded instead of the site, such as `HTTP 403 from cloudflare ("Just a moment..."), not from the site`. */
function describeStranger(response: HttpResponse, body: JsonObject | null): string {
  const { status, headers } = response
  const text = response.body.toString('utf8', 0, 20_000)
  const [, title] = /<title[^<>]*>([^<]{1,300})/i.exec(text) ?? []
  const message = [body?.detail, body?.title, body?.message, body?.error].find((it) => toText(it))
  const plain = /^\s*</.test(text) || body !== null ? '' : text
  const words = toPlain(title ?? toText(message) ?? plain, 100)
  const server = toPlain(toText(headers.server) ?? '', 40)
  return `HTTP ${status}${server && ` from ${server}`}${words && ` ("${words}")`}, not from the site`
}

function toPlain(text: string, length: number): string {
  return text
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, length)
}

function getStrangerAdvice({ status, headers: { location } }: HttpResponse): string {
  if (status === 413)
    return '; it limits the size of a request: increase its limit (nginx: client_max_body_size) or set BUDGET_KB'
  if (status < 300 || status >= 400) return ''
  const target = URL.canParse(location ?? '') ? new URL(location ?? '') : null
  const where = target === null ? '' : ` to ${target.origin}${target.pathname}`
  return `: it redirects${where}; set PRINTER_ENDPOINT to the final address`
}
