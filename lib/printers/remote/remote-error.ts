/** `no-answer`: nothing came, or not in time; `faulty`: what came says nothing of a printer. */
export type RemoteErrorKind = 'no-answer' | 'faulty'

/** A remote server that can't be believed to say how its printer is; `message` is for the owner's log. */
export class RemoteError extends Error {
  override readonly name = 'RemoteFault'
  readonly kind: RemoteErrorKind

  constructor(kind: RemoteErrorKind, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.kind = kind
  }
}
