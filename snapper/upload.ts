import { createHash } from 'node:crypto'
import { renderMultipart, toFields } from './encode.ts'
import { exchange, HttpFault } from './http.ts'
import type { Log } from './log.ts'
import type { Report } from './report.ts'
import { getRetryDelayMs, maxTries } from './retry.ts'
import { judgeAnswer, type Verdict } from './verdict.ts'

export type SiteCredentials =
  | { kind: 'basic'; user: string; password: string }
  | { kind: 'bearer'; token: string }

export interface Site {
  /** The printer's address: `https://example.org/api/3dprinter/1/`. */
  endpoint: URL
  credentials: SiteCredentials
}

/** What a test drives instead of waiting for it. */
export interface Timing {
  /** Resolves early, without a fault, when the signal ends. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
  random(): number
}

export interface UploadContext {
  log: Log
  timing: Timing
  /** Ends everything, the request under way too. */
  deadline: AbortSignal
  /** When the deadline comes, as `Date.now()` counts. */
  endsAtMs: number
  /** Ends the waiting between tries; a request under way goes on. */
  stop: AbortSignal
}

const maxAnswerBytes = 1_048_576
const farClockMs = 5 * 60_000

/** Sends one report until the site has it, it is hopeless or the time is up. Never throws. */
export async function uploadReport(
  site: Site,
  report: Report,
  context: UploadContext,
): Promise<Verdict> {
  const jpeg = report.picture?.jpeg ?? null
  const sha256 = jpeg && createHash('sha256').update(jpeg).digest('hex')
  const { contentType, body } = renderMultipart(toFields(report), jpeg)
  const headers = {
    Accept: 'application/json',
    Authorization: renderAuthorization(site.credentials),
    'Content-Type': contentType,
  }
  for (let tries = 1; ; tries += 1) {
    const verdict = await send(site, { headers, body }, sha256, context)
    if (verdict.kind !== 'passing' || tries === maxTries) return verdict
    const delayMs = getRetryDelayMs(tries, verdict.retryAfterMs, context.timing.random())
    const hasTime = Date.now() + delayMs < context.endsAtMs
    if (!hasTime || context.stop.aborted) return verdict
    context.log('warn', 'upload failed, trying again', {
      detail: verdict.detail,
      tries,
      delay_ms: Math.round(delayMs),
    })
    await context.timing.sleep(delayMs, AbortSignal.any([context.stop, context.deadline]))
    if (context.stop.aborted || context.deadline.aborted) return verdict
  }
}

async function send(
  site: Site,
  message: { headers: Record<string, string>; body: Buffer },
  sha256: string | null,
  { deadline, log }: UploadContext,
): Promise<Verdict> {
  try {
    const request = { url: site.endpoint, method: 'PATCH', signal: deadline, ...message } as const
    const answer = await exchange(request, maxAnswerBytes)
    const now = new Date()
    const siteClock = Date.parse(answer.headers.date ?? '')
    // NaN where the site says no time: no comparison is true.
    if (Math.abs(siteClock - now.getTime()) > farClockMs)
      log('warn', "this machine's clock is far from the site's: set it (NTP)", {
        ahead_seconds: Math.round((now.getTime() - siteClock) / 1000),
      })
    return judgeAnswer(answer, sha256, now)
  } catch (error) {
    if (!(error instanceof HttpFault)) throw error
    return { kind: 'passing', detail: error.message, retryAfterMs: null }
  }
}

function renderAuthorization(credentials: SiteCredentials): string {
  if (credentials.kind === 'bearer') return `Bearer ${credentials.token}`
  const pair = Buffer.from(`${credentials.user}:${credentials.password}`)
  return `Basic ${pair.toString('base64')}`
}
