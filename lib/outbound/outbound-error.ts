/** Why a request has no result. */
export type OutboundErrorCode =
  /** The URL, or one that it redirects to, can't be requested at all: not a URL, not HTTP, with a user, with another port. */
  | 'invalid-url'
  /** It leads to an address that isn't public. */
  | 'forbidden-address'
  /** The name has no address. */
  | 'unresolvable'
  | 'timeout'
  /** No connection, or an invalid or incomplete response. */
  | 'no-response'
  | 'redirects'
  | 'too-large'
  | 'encoding'
  | 'media-type'
  /** The caller's signal. */
  | 'aborted'

/** The only error of an outbound request; `message` is a sentence that names the host. */
export class OutboundError extends Error {
  override readonly name = 'OutboundError'
  readonly code: OutboundErrorCode

  constructor(code: OutboundErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
  }
}
