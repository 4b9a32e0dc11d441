import { countNotification } from '#lib/metrics/record.ts'
import type { Answer, Transport } from '../channels/channel-kind.ts'
import { findChannelKind } from '../channels/list.ts'
import { answerTimeoutMs, sendRequest } from '../channels/send-request.ts'
import { createMessage, type MessageSources } from '../create-message.ts'
import type { Message } from '../message.ts'
import type { Channel, ChannelStore, Delivery, OutboxStore, TryResult } from '../ports.ts'
import { findOffReason, judgeAnswer, listSecretsOf } from './judge-answer.ts'
import { findQuietEnd } from './quiet-hours.ts'

/** Longer than a try takes, so that only the lease of a process that was killed expires. */
const defaultLeaseMs = 60_000
/** Between two looks at something that isn't true at the moment. */
const postponeMs = 5 * 60_000

export interface WorkerParts {
  store: OutboxStore & Pick<ChannelStore, 'listChannels' | 'updateChannel'>
  sources: Omit<MessageSources, 'outbox'>
  now(): Date
  /** For the owner's log: a message was given up, or a channel turned off. */
  onTrouble(channel: Channel, what: string): void
  send?: typeof sendRequest
  leaseMs?: number
  schedule?: readonly number[]
}

export interface Worker {
  /**
   * Sends what is due. Each channel is served apart, so a slow one delays no other; one that is being served already is left alone.
   * Resolves when the channels that this call has begun with are done.
   */
  run(): Promise<void>
  /** Ends after the tries that are under way. */
  stop(): Promise<void>
}

export function createWorker(parts: WorkerParts): Worker {
  const { store, now } = parts
  const serving = new Map<number, Promise<void>>()
  let isStopped = false

  async function serve(channelId: number): Promise<void> {
    const channel = (await store.listChannels()).find(({ id }) => id === channelId)
    if (channel === undefined || channel.off !== null) return
    const { timeZone } = parts.sources.getSite()
    const { quietHours } = channel
    const quietEnd = quietHours === null ? null : findQuietEnd(quietHours, now(), timeZone)
    if (quietEnd !== null) return await store.holdAll(channelId, now(), quietEnd)
    await store.prepare(channelId, now())
    for (let isWorking = true; isWorking && !isStopped; ) {
      const delivery = await store.claim(channelId, now(), parts.leaseMs ?? defaultLeaseMs)
      if (delivery === null) return
      const { result, answer } = await tryDelivery(parts, channel, delivery)
      const reason = answer && findOffReason(answer, delivery.tries, result.answer)
      // It is due as soon as the channel is on again.
      await store.finish(delivery, reason === null ? result : { ...result, dueAt: now() })
      if (result.state === 'given-up')
        parts.onTrouble(channel, `gave up message ${delivery.id}: ${result.answer}`)
      if (reason !== null) {
        await store.updateChannel(channelId, { off: { since: now(), reason } })
        countNotification('turned-off')
        parts.onTrouble(channel, `was turned off. ${reason}`)
        return
      }
      // What else is due is tried at the next look, not at a receiver that has just failed.
      isWorking = answer === null || result.state === 'delivered'
    }
  }

  function start(channelId: number): Promise<void> {
    const started = serve(channelId).finally(() => serving.delete(channelId))
    serving.set(channelId, started)
    return started
  }

  return {
    async run() {
      if (isStopped) return
      const due = await store.listDueChannels(now())
      await Promise.all(due.filter((id) => !serving.has(id)).map(start))
    },
    async stop() {
      isStopped = true
      await Promise.allSettled(serving.values())
    },
  }
}

/** `answer` is `null` where nothing was sent. */
async function tryDelivery(
  { store, sources, now, send = sendRequest, schedule }: WorkerParts,
  channel: Channel,
  delivery: Delivery,
): Promise<{ result: TryResult; answer: Answer | null }> {
  const message = await createMessage(delivery, { ...sources, outbox: store })
  if (!('id' in message)) {
    const at = now()
    const later = { dueAt: new Date(at.getTime() + postponeMs), isPostponed: true }
    const result: TryResult = message.isLater
      ? { state: 'waiting', ...later, answer: message.reason, at }
      : { state: 'dropped', answer: message.reason, at }
    return { result, answer: null }
  }
  const answer = await sendMessage(channel, message, { now, send })
  const options = { secrets: listSecretsOf(channel), ...(schedule && { schedule }) }
  const result = judgeAnswer(answer, delivery, now(), options)
  countNotification(result.state === 'waiting' ? 'failed' : result.state)
  return { result, answer }
}

interface SendOptions {
  now(): Date
  send?: typeof sendRequest
  timeoutMs?: number
}

/** Sends a message now, and never throws. */
export async function sendMessage(
  channel: Pick<Channel, 'kind' | 'settings' | 'secrets'>,
  message: Message,
  { now, send = sendRequest, timeoutMs = answerTimeoutMs }: SendOptions,
): Promise<Answer> {
  const fail = (text: string): Answer => ({ status: null, text, retryAfterMs: null })
  const kind = findChannelKind(channel.kind)
  if (kind === null) return fail(`This version has no channel of the kind "${channel.kind}".`)
  try {
    const request: Transport['request'] = (outgoing) => send(outgoing, now, timeoutMs)
    return await kind.send(channel, message, { at: now(), timeoutMs, request })
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error))
  }
}
