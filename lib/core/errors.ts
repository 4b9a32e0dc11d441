/** Every fault that a caller can be told about, in the order of the status that `lib/http/problem.ts` gives it. */
export type ErrorCode =
  | 'empty-patch'
  | 'malformed-multipart'
  | 'malformed-form'
  | 'malformed-json'
  | 'malformed-url'
  | 'malformed-cursor'
  | 'duplicate-field'
  | 'unauthorized'
  | 'forbidden'
  | 'cross-origin'
  | 'not-found'
  | 'printer-not-found'
  | 'camera-resting'
  | 'method-not-allowed'
  | 'request-timeout'
  | 'printer-remote'
  | 'body-too-large'
  | 'too-many-parts'
  | 'unsupported-media-type'
  | 'content-encoding-unsupported'
  | 'invalid-fields'
  | 'not-an-object'
  | 'status-too-long'
  | 'status-invalid-chars'
  | 'image-not-file'
  | 'image-empty'
  | 'image-corrupt'
  | 'image-truncated'
  | 'image-unsupported-format'
  | 'image-too-large'
  | 'image-too-small'
  | 'too-many-requests'
  | 'format-not-implemented'
  | 'busy'
  | 'storage-unavailable'
  | 'image-process-unavailable'
  | 'insufficient-storage'

/** One faulty member of a request body; `pointer` is an RFC 6901 JSON pointer into it, such as `/progress`. */
export interface FieldError {
  pointer: string
  detail: string
}

const mark = Symbol.for('paparazza.DomainError')

/**
 * A fault with a name, told to the caller as it stands: `message` is a sentence for people that says what to do.
 * Anything else that is thrown is ours alone: logged, and answered with a blank 500.
 */
export class DomainError extends Error {
  /**
   * By a mark and not by the class: the front door opens the store with one copy of this module, and Next's bundles catch what
   * it throws with another.
   */
  static [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && mark in value
  }

  override readonly name = 'DomainError'
  readonly [mark] = true
  readonly code: ErrorCode
  readonly faults: readonly FieldError[]
  /** Seconds until it is worth asking again. */
  readonly retryAfterSeconds: number | null

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; faults?: readonly FieldError[]; retryAfterSeconds?: number } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.faults = options.faults ?? []
    this.retryAfterSeconds = options.retryAfterSeconds ?? null
  }
}
