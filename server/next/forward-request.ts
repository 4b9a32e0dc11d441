import { createEntry } from '../cache/entry.ts'
import { prepareVariant, sendVariant } from '../cache/send.ts'
import type { Origin } from '../headers/request-headers.ts'
import { getPath } from '../request/validate.ts'
import type { TrackedRequest } from '../request-log.ts'
import { callNext } from './call-next.ts'
import type { Handler } from './internal-request.ts'

/** Every page is taken whole, whatever it weighs; of the rest only errors are, which are small. */
const maxWholeBytes = 4 * 1024 * 1024

/** Hands a request as it is to Next, and its answer to the one who asked and nobody else. */
export async function forwardToNext(
  handler: Handler,
  visit: TrackedRequest,
  origin: Origin,
): Promise<void> {
  const { request, response } = visit
  const path = getPath(request.url ?? '/')
  const isHead = request.method === 'HEAD'
  // Next leaves a HEAD's body out, and a page's policy is made from it; Node leaves it out again.
  if (isHead) request.method = 'GET'
  const rules = { path, origin, maxWholeBytes, isHolding: false, requestId: visit.id }
  const outcome = await callNext(handler, request, response, rules)
  if (isHead) request.method = 'HEAD'
  if (outcome.kind === 'streamed') return
  const entry = createEntry(outcome.answer, { path, origin, heldSeconds: 0, nowMs: Date.now() })
  const variant = await prepareVariant(entry, request.headers['accept-encoding'], () => undefined)
  sendVariant(request, response, entry, variant)
}
