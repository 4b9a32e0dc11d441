import { ECDH } from 'node:crypto'
import { z } from 'zod'
import { isPublicLiteral } from '#lib/outbound/public-address.ts'

const maxEndpointLength = 1000

/** A browser's `PushSubscription` as JSON. What else is in it is left out. */
export const subscriptionSchema = z.object({
  endpoint: z
    .string()
    .max(maxEndpointLength, `is longer than ${maxEndpointLength} characters`)
    .refine(isEndpoint, 'is not the https:// address of a public push service'),
  keys: z.object({
    p256dh: z.string().refine(isPoint, 'is not a point of P-256 in base64url'),
    auth: z.string().regex(/^[A-Za-z0-9_-]{22}$/, 'is not 16 bytes in base64url'),
  }),
})

export type PushSubscription = z.output<typeof subscriptionSchema>

/** The services of all current browsers. */
const knownServices =
  /^(?:fcm\.googleapis\.com|(?:[\w-]+\.)*push\.services\.mozilla\.com|(?:[\w-]+\.)*push\.apple\.com|(?:[\w-]+\.)*notify\.windows\.com)$/

/** Whether the address is of a known push service. Another one may be a victim's, to have it flooded. */
export const isKnownService = (endpoint: string) => knownServices.test(new URL(endpoint).hostname)

function isEndpoint(text: string): boolean {
  const url = URL.parse(text)
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '') return false
  const isPublic = isPublicLiteral(url) ?? url.hostname.includes('.')
  return isPublic && url.port === '' && url.pathname.length > 1 && url.hash === ''
}

/** Uncompressed, as browsers send it. */
function isPoint(text: string): boolean {
  if (!/^B[A-Za-z0-9_-]{86}$/.test(text)) return false
  try {
    ECDH.convertKey(text, 'prime256v1', 'base64url', 'hex', 'compressed')
    return true
  } catch {
    return false
  }
}
