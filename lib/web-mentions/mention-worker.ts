import { isBlocked } from './is-blocked.ts'
import { planNext } from './plan-next.ts'
import type { MentionQueue } from './ports.ts'
import { formatReason } from './read/revive-outcome.ts'
import type { Mention, MentionState, Outcome } from './types.ts'

export interface MentionWorkerParts {
  store: MentionQueue
  /** Reads the source. */
  read(mention: Pick<Mention, 'source' | 'targetUrl'>): Promise<Outcome>
  now(): Date
  /** What pages show has changed. */
  onChanged(): void
}

export interface MentionWorker {
  /** Verifies all that is due. Resolves when this call finds nothing more; a second call at the same time does nothing. */
  run(): Promise<void>
  /** Ends after the sources that are being read. */
  stop(): Promise<void>
}

/** Longer than a source and its author's page take, so that only the lease of a process that was killed expires. */
const leaseMs = 60_000
/** Sources read at the same time, of different hosts. */
const readers = 4

function toFailure(error: unknown): Outcome {
  return { kind: 'failed', reason: formatReason(String(error)) }
}

export function createMentionWorker(parts: MentionWorkerParts): MentionWorker {
  const { store, now } = parts
  let isStopped = false
  let running: Promise<unknown> | null = null

  async function work(): Promise<void> {
    while (!isStopped) {
      const mention = await store.claimMention(now(), leaseMs)
      if (mention === null) return
      const outcome = await parts.read(mention).catch(toFailure)
      const state = await finish(mention, outcome).catch((error: unknown) =>
        // Else its lease would keep its host waiting, and it would be claimed again and again.
        finish(mention, toFailure(error)),
      )
      if (mention.state === 'accepted' || state === 'accepted') parts.onChanged()
    }
  }

  async function finish(mention: Mention, outcome: Outcome): Promise<MentionState> {
    const changes = planNext(mention, outcome, await judge(mention, outcome), now())
    const isStored = await store.finishMention(mention, changes, now())
    return isStored ? changes.state : mention.state
  }

  async function judge({ sourceHost }: Mention, outcome: Outcome) {
    if (outcome.kind !== 'found') return { isWelcome: false, isBlocked: false }
    const [{ acceptsKnown }, isKnown, blocks] = await Promise.all([
      store.getMentionSettings(),
      store.isKnownHost(sourceHost),
      store.listBlocks(),
    ])
    const { authorUrl } = outcome.content
    return {
      isWelcome: acceptsKnown && isKnown,
      isBlocked: isBlocked({ sourceHost, authorUrl }, blocks),
    }
  }

  return {
    async run() {
      if (isStopped || running !== null || !(await store.isMentionDue(now()))) return
      if (running !== null) return
      running = Promise.all(Array.from({ length: readers }, work)).finally(() => {
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
