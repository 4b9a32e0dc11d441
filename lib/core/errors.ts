/** The codes of problem documents, ordered by their status in `lib/http/problem.ts`. */
export type ErrorCode =
  | 'empty-patch'
  | 'malformed-multipart'
  | 'malformed-form'
  | 'malformed-json'
  | 'malformed-url'
  | 'malformed-cursor'
  | 'invalid-mention'
  | 'duplicate-field'
  | 'invalid-grant'
  | 'unauthorized'
  | 'token-invalid'
  | 'sign-in-required'
  | 'forbidden'
  | 'wrong-scope'
  | 'content-read-only'
  | 'cross-origin'
  | 'link-invalid'
  | 'passkey-rejected'
  | 'not-found'
  | 'printer-not-found'
  | 'camera-resting'
  | 'method-not-allowed'
  | 'request-timeout'
  | 'printer-remote'
  | 'push-unavailable'
  | 'settings-changed'
  | 'changed-meanwhile'
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

/** One invalid field of a request body; `pointer` is an RFC 6901 JSON pointer to it, such as `/progress`. */
interface FieldError {
  pointer: string
  detail: string
}

/** The JSON pointer (RFC 6901) to a path, such as `/temperatures/tool0`. */
export function formatPointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

const mark = Symbol.for('paparazza.DomainError')

/**
 * An error that clients may see: `message` says what is wrong, then what to do. Any other error is logged, and the response is a
 * generic 500.
 */
export class DomainError extends Error {
  /** By a symbol: the HTTP server and Next's bundles have separate copies of this module and catch each other's errors. */
  static [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && mark in value
  }

  override readonly name = 'DomainError'
  readonly [mark] = true
  readonly code: ErrorCode
  readonly fieldErrors: readonly FieldError[]
  /** Seconds until a retry makes sense. */
  readonly retryAfterSeconds: number | null

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      cause?: unknown
      fieldErrors?: readonly FieldError[]
      retryAfterSeconds?: number
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.fieldErrors = options.fieldErrors ?? []
    this.retryAfterSeconds = options.retryAfterSeconds ?? null
  }
}
