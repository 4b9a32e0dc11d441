import type { HttpResponse } from './http.ts'
import { parseJsonObject, toText } from './json.ts'
import { parseRetryAfter } from './retry.ts'

export type UploadResult =
  /** The site has stored it. */
  | { kind: 'delivered'; detail: string | null }
  /** Worth retrying. `isFromSite`: the site itself responded; otherwise the connection failed. */
  | { kind: 'retryable'; detail: string; retryAfterMs: number | null; isFromSite: boolean }
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

/**
 * Interprets the site's response to a report.
 * @param sha256 of the picture in the report, if any
 */
export function classifyResponse(
  response: HttpResponse,
  sha256: string | null,
  now: Date,
): UploadResult {
  const { status, headers } = response
  const body = parseJsonObject(response.body)
  if (status === 200) return classifySuccess(body, sha256)
  const problem = toText(body?.detail) ?? toText(body?.title)
  const detail = problem === null ? `HTTP ${status}` : `HTTP ${status}: ${problem.slice(0, 300)}`
  if (status >= 300 && status < 400) {
    const target = describeTarget(headers.location)
    return {
      kind: 'misconfigured',
      detail: `HTTP ${status}: the site redirects${target}; set PRINTER_ENDPOINT to the final address`,
    }
  }
  const hint = advice[status]
  if (hint !== undefined) return { kind: 'misconfigured', detail: `${detail}; ${hint}` }
  if (status >= 500 || retryableStatuses.has(status) || status < 300) {
    const retryAfterMs = parseRetryAfter(headers['retry-after'], now)
    return { kind: 'retryable', detail, retryAfterMs, isFromSite: true }
  }
  const isAboutPicture = status === 413 || /\bimage\b/.test(toText(body?.type) ?? '')
  return { kind: 'rejected', detail, status, isAboutPicture }
}

/** A status of 200 alone proves nothing: a captive portal sends it too. */
function classifySuccess(
  body: Record<string, unknown> | null,
  sha256: string | null,
): UploadResult {
  if (body === null) return unconfirmed('200, but not a response from the site')
  if (sha256 === null || body.sha256 === sha256) return { kind: 'delivered', detail: null }
  if (body.publishing === false)
    return { kind: 'delivered', detail: 'publishing is paused: the site stores no picture' }
  return unconfirmed("200, but the site doesn't confirm the picture's sha256")
}

function unconfirmed(detail: string): UploadResult {
  return { kind: 'retryable', detail, retryAfterMs: null, isFromSite: false }
}

function describeTarget(location: string | undefined): string {
  if (location === undefined || !URL.canParse(location)) return ''
  const { origin, pathname } = new URL(location)
  return ` to ${origin}${pathname}`
}
