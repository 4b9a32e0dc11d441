import { OutboundError } from './outbound-error.ts'
import type { OutboundRequest } from './outbound-request.ts'

/** The time of one request, which starts with its first connection and not while it waits for a turn. */
export interface Deadline {
  /** `undefined`: nothing limits it yet. */
  readonly signal: AbortSignal | undefined
  start(): AbortSignal
  /** What went wrong, said as what the caller can understand. */
  explain(error: unknown): OutboundError
}

export function createDeadline({
  url: { host },
  timeoutMs = 10_000,
  signal: callers,
}: OutboundRequest): Deadline {
  let timeout: AbortSignal | undefined
  let both = callers
  return {
    get signal() {
      return both
    },
    start() {
      timeout ??= AbortSignal.timeout(timeoutMs)
      both = callers === undefined ? timeout : AbortSignal.any([timeout, callers])
      return both
    },
    explain(error) {
      if (error instanceof OutboundError) return error
      if (callers?.aborted === true && (callers.reason as Error).name !== 'TimeoutError')
        return new OutboundError('aborted', `The request to ${host} was stopped`, error)
      if (both?.aborted === true)
        return new OutboundError('timeout', `${host}: no response in time`, error)
      const reason = error instanceof Error ? error.message || error.name : String(error)
      return new OutboundError('no-response', `${host}: ${reason}`, error)
    },
  }
}
