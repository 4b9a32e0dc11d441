import { renderMultipart } from './encode.ts'
import { HttpError, sendRequest } from './http.ts'
import type { Log } from './log.ts'
import type { QueuedReport } from './queued-report.ts'
import { classifyResponse, type UploadResult } from './upload-result.ts'

export type SiteCredentials =
  | { kind: 'basic'; user: string; password: string }
  | { kind: 'bearer'; token: string }

export interface Site {
  /** The printer's address: `https://example.org/api/3dprinter/1/`. */
  endpoint: URL
  credentials: SiteCredentials
}

const maxResponseBytes = 1_048_576
const farClockMs = 5 * 60_000

/** Sends one report once. Errors are part of the result: it never throws. */
export async function uploadReport(
  site: Site,
  report: QueuedReport,
  { signal, log }: { signal: AbortSignal; log: Log },
): Promise<UploadResult> {
  const { contentType, body } = renderMultipart(report.fields, report.jpeg)
  const headers = {
    Accept: 'application/json',
    Authorization: renderAuthorization(site.credentials),
    'Content-Type': contentType,
  }
  try {
    const request = { url: site.endpoint, method: 'PATCH', headers, body, signal } as const
    const response = await sendRequest(request, maxResponseBytes)
    const now = new Date()
    checkClock(response.headers.date, now, log)
    return classifyResponse(response, { ...report, ...site }, now)
  } catch (error) {
    if (!(error instanceof HttpError)) throw error
    return { kind: 'retryable', detail: error.message, retryAfterMs: null, isFromServer: false }
  }
}

function checkClock(siteDate: string | undefined, now: Date, log: Log): void {
  const aheadMs = now.getTime() - Date.parse(siteDate ?? '')
  // NaN without a Date header: the comparison is false.
  if (Math.abs(aheadMs) > farClockMs)
    log(
      'warn',
      "this machine's clock differs from the site's by more than 5 minutes: set it (NTP)",
      {
        ahead_seconds: Math.round(aheadMs / 1000),
      },
    )
}

export function renderAuthorization(credentials: SiteCredentials): string {
  if (credentials.kind === 'bearer') return `Bearer ${credentials.token}`
  const pair = Buffer.from(`${credentials.user}:${credentials.password}`)
  return `Basic ${pair.toString('base64')}`
}
