/** `no-answer`: no response, or not in time; `faulty`: the response is not a printer. */
export type RemoteErrorKind = 'no-answer' | 'faulty'

/** A remote server failed; `message` is for the owner's log. */
export class RemoteError extends Error {
  override readonly name = 'RemoteError'
  readonly kind: RemoteErrorKind

  constructor(kind: RemoteErrorKind, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.kind = kind
  }
}
