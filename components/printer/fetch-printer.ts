import type { PollErrorKind } from '#lib/api/notices.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'

/** An answer that does not come within this time is a fault of the line. */
const timeoutMs = 15_000

export interface PrinterResponse {
  printer: ApiPrinter
  /** Server's clock minus this device's, milliseconds; `null` where the answer doesn't tell. */
  clockOffsetMs: number | null
}

export class PollError extends Error {
  override readonly name = 'PollError'
  readonly fault: PollErrorKind
  readonly retryAfterSeconds: number | null

  constructor(
    fault: PollErrorKind,
    options: { cause?: unknown; retryAfterSeconds?: number | null } = {},
  ) {
    super(fault, { cause: options.cause })
    this.fault = fault
    this.retryAfterSeconds = options.retryAfterSeconds ?? null
  }
}

/**
 * Asks the site how a printer is.
 * @throws PollError whose `fault` says which link is broken
 */
export async function fetchPrinter(url: string): Promise<PrinterResponse> {
  const response = await ask(url)
  if (!response.ok)
    throw new PollError('site-faulty', {
      retryAfterSeconds: parseRetryAfter(response.headers.get('retry-after')),
    })
  const body: unknown = await readJson(response)
  if (!isPrinter(body)) throw new PollError('site-faulty')
  return { printer: body, clockOffsetMs: readClockOffset(response.headers) }
}

async function ask(url: string): Promise<Response> {
  try {
    // no-cache: asks with the known ETag, and gets a Date header of now even with a 304.
    return await fetch(url, { cache: 'no-cache', signal: AbortSignal.timeout(timeoutMs) })
  } catch (cause) {
    throw new PollError('site-unreachable', { cause })
  }
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch (cause) {
    // A café's sign-in page answers 200 with HTML; a line that breaks in the middle looks the same.
    throw new PollError('site-unreachable', { cause })
  }
}

/** Enough to be sure that it is ours; the server's own schema has checked the rest. */
function isPrinter(body: unknown): body is ApiPrinter {
  return (
    typeof body === 'object' &&
    body !== null &&
    'id' in body &&
    'state' in body &&
    'interval_seconds' in body &&
    'snapshot' in body
  )
}

function readClockOffset(headers: Headers): number | null {
  const dateMs = Date.parse(headers.get('date') ?? '')
  if (Number.isNaN(dateMs)) return null
  // A cache on the way hands on the Date of the original and says how long ago that was.
  const ageMs = Number(headers.get('age') ?? 0) * 1000
  return dateMs + (Number.isFinite(ageMs) ? ageMs : 0) - Date.now()
}

function parseRetryAfter(value: string | null): number | null {
  const seconds = Number(value)
  return value === null || !Number.isFinite(seconds) ? null : Math.max(0, seconds)
}
