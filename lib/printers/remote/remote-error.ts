import { OutboundError, type OutboundErrorCode } from '#lib/outbound/outbound-error.ts'

/** `no-answer`: no response, or not in time; `faulty`: the response is not a printer. */
export type RemoteErrorKind = 'no-answer' | 'faulty'

/** A remote server's response is faulty; `message` is for the owner's log. */
export class RemoteError extends Error {
  override readonly name = 'RemoteError'
}

const unanswered: ReadonlySet<OutboundErrorCode> = new Set([
  'aborted',
  'no-response',
  'timeout',
  'unresolvable',
])

/** `null`: the error is not the remote server's. */
export function getRemoteErrorKind(error: unknown): RemoteErrorKind | null {
  if (error instanceof OutboundError) return unanswered.has(error.code) ? 'no-answer' : 'faulty'
  return error instanceof RemoteError ? 'faulty' : null
}
