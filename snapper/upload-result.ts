import type { HttpResponse } from './http.ts'
import { parseJsonObject, toText } from './json.ts'
import { parseRetryAfter } from './retry.ts'

export type UploadResult =
  /** The site has it, on disk. */
  | { kind: 'delivered'; detail: string | null }
  /** Worth another try. `isAnswer`: the site itself said so; else the line or something on it failed. */
  | { kind: 'passing'; detail: string; retryAfterMs: number | null; isAnswer: boolean }
  /** The site refuses this report; another one may do better. */
  | { kind: 'refused'; detail: string; status: number; isAboutPicture: boolean }
  /** Nothing will be delivered until somebody changes something. */
  | { kind: 'misconfigured'; detail: string }

const advice: Record<number, string> = {
  401: 'check SNAPPER_USER and SNAPPER_PASSWORD, or SNAPPER_TOKEN ("npm run printers -- rotate <id>" on the site makes new ones)',
  403: 'these credentials belong to another printer than the one that PRINTER_ENDPOINT names',
  404: 'there is no printer at PRINTER_ENDPOINT; it looks like https://example.org/api/3dprinter/1/',
  405: 'PRINTER_ENDPOINT is not the address of a printer; it looks like https://example.org/api/3dprinter/1/',
}

const passingStatuses = new Set([408, 425, 429])

/**
 * What the site's answer means for the report that was sent.
 * @param sha256 of the picture that was sent with it, if any
 */
export function classifyResponse(
  answer: HttpResponse,
  sha256: string | null,
  now: Date,
): UploadResult {
  const { status, headers } = answer
  const body = parseJsonObject(answer.body)
  if (status === 200) return judgeSuccess(body, sha256)
  const said = toText(body?.detail) ?? toText(body?.title)
  const detail = said === null ? `HTTP ${status}` : `HTTP ${status}: ${said.slice(0, 300)}`
  if (status >= 300 && status < 400) {
    const target = describeTarget(headers.location)
    return {
      kind: 'misconfigured',
      detail: `HTTP ${status}: the site redirects${target}; put the final address into PRINTER_ENDPOINT`,
    }
  }
  const hint = advice[status]
  if (hint !== undefined) return { kind: 'misconfigured', detail: `${detail}; ${hint}` }
  if (status >= 500 || passingStatuses.has(status) || status < 300) {
    const retryAfterMs = parseRetryAfter(headers['retry-after'], now)
    return { kind: 'passing', detail, retryAfterMs, isAnswer: true }
  }
  const isAboutPicture = status === 413 || /\bimage\b/.test(toText(body?.type) ?? '')
  return { kind: 'refused', detail, status, isAboutPicture }
}

/** A 200 alone proves nothing: a captive portal says it too. */
function judgeSuccess(body: Record<string, unknown> | null, sha256: string | null): UploadResult {
  if (body === null) return notOurs("200, but the answer isn't the site's")
  if (sha256 === null || body.sha256 === sha256) return { kind: 'delivered', detail: null }
  if (body.publishing === false)
    return { kind: 'delivered', detail: 'the camera is resting: the site keeps no picture' }
  return notOurs("200, but the site doesn't confirm the picture's sha256")
}

function notOurs(detail: string): UploadResult {
  return { kind: 'passing', detail, retryAfterMs: null, isAnswer: false }
}

function describeTarget(location: string | undefined): string {
  if (location === undefined || !URL.canParse(location)) return ''
  const { origin, pathname } = new URL(location)
  return ` to ${origin}${pathname}`
}
