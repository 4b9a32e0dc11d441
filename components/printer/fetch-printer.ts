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

  constructor(kind: PollErrorKind, retryAfterSeconds: number | null, options?: ErrorOptions) {
    super(kind, options)
    this.kind = kind
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/**
 * Fetches a printer from the site's API.
 * @throws PollError whose `kind` says which link is broken
 */
export async function fetchPrinter(url: string): Promise<PrinterResponse> {
  let response: Response
  let body: unknown
  try {
    // no-cache: revalidates with the known ETag; even a 304 carries a current Date header.
    response = await fetch(url, { cache: 'no-cache', signal: AbortSignal.timeout(timeoutMs) })
    // A captive portal responds 200 with HTML; a connection that breaks halfway looks the same.
    body = response.ok ? await response.json() : null
  } catch (cause) {
    throw new PollError('site-unreachable', null, { cause })
  }
  const { headers } = response
  if (!isPrinter(body))
    throw new PollError('site-error', Number(headers.get('retry-after')) || null)
  const dateMs = Date.parse(headers.get('date') ?? '')
  // A cache in between passes on the original Date and adds an Age.
  const ageMs = (Number(headers.get('age')) || 0) * 1000
  return {
    printer: body,
    clockOffsetMs: Number.isNaN(dateMs) ? null : dateMs + ageMs - Date.now(),
  }
}

/** Enough to tell our API from another JSON document; the server's schema guarantees the rest. */
function isPrinter(body: unknown): body is ApiPrinter {
  return typeof body === 'object' && body !== null && 'interval_seconds' in body
}
