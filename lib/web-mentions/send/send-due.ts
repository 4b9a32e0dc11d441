import { findOffReason, judgeAnswer } from '#lib/notifications/outbox/judge-answer.ts'
import type { Delivered, Delivery } from './deliver-mention.ts'
import type { SentStore, TryOutcome } from './ports.ts'
import type { SentMention } from './types.ts'

/** Longer than a try takes, so that only the lease of a process that was killed expires. */
const defaultLeaseMs = 60_000
/** An endpoint isn't looked for again in this time, unless it fails. */
const endpointMs = 24 * 60 * 60_000
const senders = 4

export interface SenderParts {
  store: Pick<SentStore, 'isDue' | 'claim' | 'finish'>
  siteUrl: string
  deliver(delivery: Delivery): Promise<Delivered>
  now(): Date
  /** Of each mention that is given up. */
  onGivenUp(mention: SentMention, reason: string | null): void
  leaseMs?: number
}

/** Sends what is due, and ends when nothing is, or after the tries that are under way when `signal` is aborted. */
export async function sendDue(parts: SenderParts, signal: AbortSignal): Promise<void> {
  if (!(await parts.store.isDue(parts.now()))) return
  await Promise.all(Array.from({ length: senders }, () => work(parts, signal)))
}

async function work(parts: SenderParts, signal: AbortSignal): Promise<void> {
  const { store, now } = parts
  while (!signal.aborted) {
    const mention = await store.claim(now(), parts.leaseMs ?? defaultLeaseMs)
    if (mention === null) return
    const outcome = await tryMention(parts, mention)
    await store.finish(mention, outcome, now())
    if (outcome.state === 'given-up') parts.onGivenUp(mention, outcome.answer)
  }
}

async function tryMention(
  { deliver, now, siteUrl }: SenderParts,
  mention: SentMention,
): Promise<TryOutcome> {
  const { source, target, tries, endpoint: known } = mention
  const isFresh = known !== null && now().getTime() - known.foundAt.getTime() < endpointMs
  const endpoint = isFresh ? known.url : null
  const { answer, isFinal, ...result } = await deliver({
    source: new URL(source, siteUrl).href,
    target,
    endpoint,
  }).catch((error: unknown): Delivered => {
    const text = error instanceof Error ? error.message : String(error)
    return {
      endpoint,
      answer: { status: null, text, retryAfterMs: null },
      statusUrl: null,
      isFinal: false,
    }
  })
  const { statusUrl } = result
  if (answer === null)
    return { state: 'no-endpoint', endpoint: null, answer: null, statusUrl, dueAt: null }
  const at = now()
  const judged = judgeAnswer(answer, { tries, expiresAt: null }, at)
  const isOver = isFinal || findOffReason(answer, tries, judged.answer) !== null
  const state = isOver ? 'given-up' : judged.state
  // One that failed may have moved: it is looked for again at the next try.
  const isKept = state === 'delivered' && result.endpoint !== null
  const foundAt = isFresh ? known.foundAt : at
  return {
    state,
    endpoint: isKept && result.endpoint ? { url: result.endpoint, foundAt } : null,
    answer: judged.answer,
    statusUrl,
    dueAt: state === 'waiting' ? (judged.dueAt ?? null) : null,
  }
}
