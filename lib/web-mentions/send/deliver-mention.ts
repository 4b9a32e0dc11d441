import type { Answer } from '#lib/notifications/channels/channel-kind.ts'
import { parseRetryAfter } from '#lib/notifications/channels/send-request.ts'
import { readBeginning } from '#lib/outbound/body.ts'
import type { Outbound } from '#lib/outbound/outbound.ts'
import { OutboundError } from '#lib/outbound/outbound-error.ts'
import { findEndpoint } from './find-endpoint.ts'

/** Of a page, in which its endpoint is searched, and of an answer, which is shown to the owner. */
const maxPageBytes = 2_000_000
const maxAnswerBytes = 2_000
/** For the rest of a page, which isn't read. */
const maxBytes = 1_000_000_000

export interface Delivery {
  /** Address of our page. */
  source: string
  target: string
  /** Where the target is known to take webmentions; `null`: to be found. */
  endpoint: string | null
}

export interface Delivered {
  /** `null`: the target has none, or didn't respond. */
  endpoint: string | null
  /** Of the endpoint, or of a target that can't be read; `null`: the target has no endpoint. */
  answer: Answer | null
  statusUrl: string | null
  /** The same would happen at every further try. */
  isFinal: boolean
}

type Requests = Pick<Outbound, 'open'>

/** Finds the endpoint where it isn't known, and sends it the mention. Never throws what the other site does. */
export async function deliverMention(
  outbound: Requests,
  delivery: Delivery,
  now: Date,
): Promise<Delivered> {
  let { endpoint } = delivery
  try {
    if (endpoint === null) {
      const found = await discover(outbound, delivery.target, now)
      if (found.endpoint === null) return { ...found, statusUrl: null, isFinal: false }
      endpoint = found.endpoint
    }
    return { endpoint, isFinal: false, ...(await send(outbound, endpoint, delivery, now)) }
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error
    const answer = { status: null, text: `${error.message}.`, retryAfterMs: null }
    const isFinal = ['invalid-url', 'forbidden-address', 'redirects'].includes(error.code)
    return { endpoint, answer, statusUrl: null, isFinal }
  }
}

async function discover(
  outbound: Requests,
  target: string,
  now: Date,
): Promise<Pick<Delivered, 'endpoint' | 'answer'>> {
  const response = await outbound.open({ url: new URL(target), maxBytes })
  const { status, headers, url, body } = response
  const isHtml = /^\s*(?:text\/html|application\/xhtml\+xml)\b/i.test(headers['content-type'] ?? '')
  const html = isHtml ? (await readBeginning(body, maxPageBytes)).toString() : null
  if (!isHtml) body.cancel()
  const link = [headers.link].flat().join(', ')
  const endpoint = findEndpoint({ url: url.href, link, html })
  const mayBeThere = status >= 500 || status === 408 || status === 429
  if (endpoint !== null || !mayBeThere) return { endpoint, answer: null }
  const retryAfterMs = parseRetryAfter(headers['retry-after'], now)
  return { endpoint: null, answer: { status, text: `from ${url.host}`, retryAfterMs } }
}

async function send(
  outbound: Requests,
  endpoint: string,
  { source, target }: Delivery,
  now: Date,
): Promise<Pick<Delivered, 'answer' | 'statusUrl'>> {
  const { status, headers, url, body } = await outbound.open({
    url: new URL(endpoint),
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ source, target }).toString(),
    maxBytes,
  })
  const text = (await readBeginning(body, maxAnswerBytes)).toString()
  const { location } = headers
  const isTaken = status >= 200 && status < 300 && location !== undefined
  return {
    answer: { status, text, retryAfterMs: parseRetryAfter(headers['retry-after'], now) },
    statusUrl: isTaken ? (URL.parse(location, url)?.href ?? null) : null,
  }
}
