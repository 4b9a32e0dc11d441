import { createOutbound } from '#lib/outbound/outbound.ts'
import type { OutboundRequest } from '#lib/outbound/outbound-request.ts'

interface RemoteRequest extends Required<Pick<OutboundRequest, 'headers' | 'maxBytes' | 'signal'>> {
  url: URL
  /** The URL that the owner has configured. */
  source: URL
  /** Its host may have any address. All other hosts need a public one. */
  isTrusted: boolean
}

const outbound = createOutbound()
/** The signals end requests before. */
const timeoutMs = 60_000

/** Sends a GET request to a remote server. @throws OutboundError */
export function openRemote({ source, isTrusted, ...request }: RemoteRequest) {
  const chosen = isTrusted ? 'anywhere' : 'chosen'
  const reach = ({ host }: URL) => (host === source.host ? chosen : 'public')
  return outbound.open({ ...request, timeoutMs, reach })
}
