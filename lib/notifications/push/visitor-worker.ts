import { setTimeout as sleep } from 'node:timers/promises'
import { countNotification } from '#lib/metrics/record.ts'
import type { Answer } from '../channels/channel-kind.ts'
import { sendRequest } from '../channels/send-request.ts'
import { createMessage, type MessageSources } from '../create-message.ts'
import type { Message } from '../message.ts'
import { createPushRequest } from './create-request.ts'
import type { DuePush, PushFact, PushStore } from './ports.ts'
import type { Vapid } from './vapid.ts'

/** Messages that one process sends at the same time. */
const batchSize = 25
/** Between two messages of one process: a thousand take 10 s at least. */
const betweenMs = 10
/** Longer than a try takes, so that only the lease of a process that was killed expires. */
const defaultLeaseMs = 60_000
const postponeMs = 5 * 60_000
/** Milliseconds after each failed try. What is later than that is hardly news for a visitor. */
const retryMs = [5_000, 60_000, 5 * 60_000, 30 * 60_000, 2 * 60 * 60_000]
const maxRetryAfterMs = 6 * 60 * 60_000

export interface VisitorWorkerParts {
  store: Pick<PushStore, 'claimPushes' | 'finishPushes' | 'finishFact'>
  /** What the site publishes, and nothing of hidden prints. */
  sources: Omit<MessageSources, 'outbox'>
  getVapid(): Promise<Vapid>
  now(): Date
  send?: typeof sendRequest
  leaseMs?: number
}

export interface VisitorWorker {
  /** Sends what is due, in batches; several processes share them. */
  run(): Promise<void>
  /** Ends after the batch that is under way. */
  stop(): Promise<void>
}

/** Sends visitors their messages. Each of them is forgotten with it. */
export function createVisitorWorker(parts: VisitorWorkerParts): VisitorWorker {
  const { store, now, leaseMs = defaultLeaseMs } = parts
  let running: Promise<void> | null = null
  let isStopped = false

  async function work(): Promise<void> {
    while (!isStopped) {
      const due = await store.claimPushes(now(), { limit: batchSize, leaseMs })
      if (due.length === 0) return
      const vapid = await parts.getVapid()
      for (const [fact, pushes] of groupByFact(due)) await tell(fact, pushes, vapid)
    }
  }

  async function tell(fact: PushFact, pushes: readonly DuePush[], vapid: Vapid): Promise<void> {
    const message = await compose(fact)
    if ('id' in message) {
      await store.finishPushes(await sendAll(pushes, message, vapid))
      return
    }
    const dueAt = message.isLater ? new Date(now().getTime() + postponeMs) : null
    const ids = pushes.map(({ id }) => id)
    await store.finishFact(fact.id, ids, dueAt)
  }

  const compose = (fact: PushFact) =>
    createMessage(
      {
        ...fact,
        channelId: 0,
        state: 'waiting',
        dueAt: fact.createdAt,
        tries: 0,
        lastTriedAt: null,
        lastAnswer: null,
      },
      { ...parts.sources, outbox: { listDigest: async () => [] } },
    )

  async function sendAll(pushes: readonly DuePush[], message: Message, vapid: Vapid) {
    const sending = []
    for (const push of pushes) {
      // A message takes milliseconds to encrypt and to connect for: polls go in between.
      await sleep(betweenMs)
      sending.push(sendOne(push, message, vapid))
    }
    return await Promise.all(sending)
  }

  async function sendOne(push: DuePush, message: Message, vapid: Vapid) {
    const { send = sendRequest } = parts
    const request = createPushRequest(push, vapid, message, now())
    const answer = await send(request, now)
    const dueAt = findNextTry(answer, push, now())
    const isDelivered = answer.status !== null && answer.status >= 200 && answer.status < 300
    countNotification(isDelivered ? 'delivered' : dueAt === null ? 'given-up' : 'failed')
    return { id: push.id, dueAt }
  }

  return {
    async run() {
      running ??= work().finally(() => {
        running = null
      })
      await running
    },
    async stop() {
      isStopped = true
      await running?.catch(() => undefined)
    },
  }
}

/**
 * When a message is tried again, by its service's answer. `null`: never, for it was taken, the subscription has ended (404, 410), or
 * the service will never take it.
 */
export function findNextTry(
  { status, retryAfterMs }: Pick<Answer, 'status' | 'retryAfterMs'>,
  { tries, fact }: Pick<DuePush, 'tries' | 'fact'>,
  at: Date,
): Date | null {
  const isPassing = status === null || status === 429 || status === 408 || status >= 500
  const waitMs = retryMs[tries]
  if (!isPassing || waitMs === undefined) return null
  const asksMs = Math.min(retryAfterMs ?? 0, maxRetryAfterMs)
  const dueAt = new Date(at.getTime() + Math.max(waitMs, asksMs))
  return dueAt < fact.expiresAt ? dueAt : null
}

function groupByFact(due: readonly DuePush[]): Iterable<[PushFact, DuePush[]]> {
  const groups = new Map<number, [PushFact, DuePush[]]>()
  for (const push of due) {
    const group = groups.get(push.fact.id) ?? [push.fact, []]
    group[1].push(push)
    groups.set(push.fact.id, group)
  }
  return groups.values()
}
