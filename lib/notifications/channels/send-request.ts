import { readBeginning } from '#lib/outbound/body.ts'
import { createOutbound, type Outbound } from '#lib/outbound/outbound.ts'
import { OutboundError } from '#lib/outbound/outbound-error.ts'
import type { Answer, OutgoingRequest } from './channel-kind.ts'

/** Standard Webhooks asks for 15 to 30 s. */
export const answerTimeoutMs = 20_000
const maxTextBytes = 2_000

/** Most of the visitors' browsers have one of two push services. */
const turnsOfStrangers = 4
/** With the wait for a turn. A lease is longer. */
const maxWaitMs = 40_000

const outbound = createOutbound({ turns: turnsOfStrangers })

/** Sends a message. Redirects aren't followed. Never throws: whatever goes wrong is an answer. */
export async function sendRequest(
  { method = 'POST', url, headers, body: message, isHome, isStrangers = false }: OutgoingRequest,
  now: () => Date = () => new Date(),
  timeoutMs = answerTimeoutMs,
  { open }: Pick<Outbound, 'open'> = outbound,
): Promise<Answer> {
  const fail = (text: string): Answer => ({ status: null, text, retryAfterMs: null })
  if (url.protocol !== 'https:' && !isHome)
    return fail(`${url.protocol}//${url.host} is not HTTPS. Allow it with --home, or use https://.`)
  const reach = isHome ? 'home' : isStrangers ? 'public' : 'chosen'
  try {
    const response = await open({
      url,
      reach,
      method,
      headers,
      ...(method !== 'GET' && { body: message }),
      maxRedirects: 0,
      timeoutMs,
      ...(isStrangers && { signal: AbortSignal.timeout(maxWaitMs) }),
    })
    const retryAfterMs = parseRetryAfter(response.headers['retry-after'], now())
    // A response that ends early counts: its status says whether the message was taken.
    const text = (await readBeginning(response.body, maxTextBytes)).toString()
    return { status: response.status, text, retryAfterMs }
  } catch (error) {
    if (!(error instanceof OutboundError)) return fail(String(error))
    const isForbidden = error.code === 'forbidden-address' && !isHome
    if (isForbidden) {
      const advice = isStrangers ? '' : '. Allow one at home with --home.'
      return { ...fail(`${error.message}${advice}`), failure: 'refused' }
    }
    if (error.code === 'timeout') return fail(`No response within ${timeoutMs / 1000} s.`)
    return fail(error.message)
  }
}

/** Seconds or a date (RFC 9110, 10.2.3). @returns milliseconds from now; `null` without a valid one */
export function parseRetryAfter(value: string | undefined, now: Date): number | null {
  if (value === undefined) return null
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000
  const at = Date.parse(value)
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime())
}
