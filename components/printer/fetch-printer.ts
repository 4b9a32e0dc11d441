import type { PollErrorKind } from '#lib/api/notices.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'

/** A slower response counts as a network failure. */
const timeoutMs = 15_000

export interface PrinterResponse {
  printer: ApiPrinter
  /** Server's clock minus this device's, milliseconds; `null` without a `Date` header. */
  clockOffsetMs: number | null
}

export class PollError extends Error {
  override readonly name = 'PollError'
  readonly kind: PollErrorKind
  readonly retryAfterSeconds: number | null

  constructor(
    kind: PollErrorKind,
    options: { cause?: unknown; retryAfterSeconds?: number | null } = {},
  ) {
    super(kind, { cause: options.cause })
    this.kind = kind
    this.retryAfterSeconds = options.retryAfterSeconds ?? null
  }
}

/**
 * Fetches a printer from the site's API.
 * @throws PollError whose `kind` says which link is broken
 */
export async function fetchPrinter(url: string): Promise<PrinterResponse> {
  const response = await request(url)
  if (!response.ok)
    throw new PollError('site-error', {
      retryAfterSeconds: parseRetryAfter(response.headers.get('retry-after')),
    })
  const body: unknown = await readJson(response)
  if (!isPrinter(body)) throw new PollError('site-error')
  return { printer: body, clockOffsetMs: parseClockOffset(response.headers) }
}

async function request(url: string): Promise<Response> {
  try {
    // no-cache: revalidates with the known ETag; even a 304 carries a current Date header.
    return await fetch(url, { cache: 'no-cache', signal: AbortSignal.timeout(timeoutMs) })
  } catch (cause) {
    throw new PollError('site-unreachable', { cause })
  }
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch (cause) {
    // A captive portal responds 200 with HTML; a connection that breaks halfway looks the same.
    throw new PollError('site-unreachable', { cause })
  }
}

/** Enough to tell our API from another JSON document; the server's schema guarantees the rest. */
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

function parseClockOffset(headers: Headers): number | null {
  const dateMs = Date.parse(headers.get('date') ?? '')
  if (Number.isNaN(dateMs)) return null
  // A cache in between passes on the original Date and adds an Age.
  const ageMs = Number(headers.get('age') ?? 0) * 1000
  return dateMs + (Number.isFinite(ageMs) ? ageMs : 0) - Date.now()
}

function parseRetryAfter(value: string | null): number | null {
  const seconds = Number(value)
  return value === null || !Number.isFinite(seconds) ? null : Math.max(0, seconds)
}
