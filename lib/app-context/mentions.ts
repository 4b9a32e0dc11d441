import { join } from 'node:path'
import { getLog } from '#lib/app-context/log.ts'
import { createIdleProcess } from '#lib/core/idle-process.ts'
import { getPrinterEvents } from '#lib/printers/events.ts'
import { createMentionWorker } from '#lib/web-mentions/mention-worker.ts'
import {
  createModerateMentions,
  type ModerateMentions,
} from '#lib/web-mentions/moderate-mentions.ts'
import type { MentionStore } from '#lib/web-mentions/ports.ts'
import { type ReadJob, reviveOutcome } from '#lib/web-mentions/read/revive-outcome.ts'
import { createReceiveMention, type ReceiveMention } from '#lib/web-mentions/receive-mention.ts'
import type { Mention, Outcome } from '#lib/web-mentions/types.ts'
import type { Env } from './env.ts'
import { findMentionTarget } from './mention-target.ts'

export interface Mentions {
  receive: ReceiveMention
  moderate: ModerateMentions
  find: MentionStore['findMention']
  /** The accepted ones of a page; none while the store is down, since a post doesn't need it. */
  listOf(target: string): Promise<Mention[]>
  /** The same of several pages: how many there are of each kind. */
  countOf: MentionStore['countAccepted']
  /** Verifies what is due, without waiting for it. Never throws. */
  look(): void
  close(): Promise<void>
}

export function openMentions({
  env,
  store,
  queries,
  compileCacheDir,
}: {
  env: Pick<Env, 'siteUrl' | 'homeHosts'>
  store: MentionStore
  queries: Parameters<typeof findMentionTarget>[1]
  compileCacheDir: string
}): Mentions {
  const { siteUrl, homeHosts } = env
  const now = () => new Date()
  const onChanged = () => void getPrinterEvents().emit('mentions-changed')
  // The parsers would take 20 MB for good, and a page is a stranger's.
  const reader = createIdleProcess<ReadJob, Outcome>({
    path: join(process.cwd(), 'lib/web-mentions/read/worker.ts'),
    compileCacheDir,
    timeoutMs: 50_000,
  })
  const worker = createMentionWorker({
    store,
    read: async ({ source, targetUrl }) =>
      reviveOutcome(await reader.run({ source, targetUrl, homeHosts })),
    now,
    onChanged,
  })
  const look = () => {
    worker.run().catch((err: unknown) => getLog().error({ err }, 'verifying webmentions failed'))
  }
  const receive = createReceiveMention({
    store,
    siteUrl,
    findTarget: (path) => findMentionTarget(path, queries),
    now,
  })
  return {
    moderate: createModerateMentions({ store, now, onChanged }),
    find: store.findMention,
    async receive(source, target) {
      const token = await receive(source, target)
      look()
      return token
    },
    listOf: (target) =>
      store.listAccepted(target).catch((err: unknown) => {
        getLog().error({ err }, 'a page is shown without its webmentions')
        return []
      }),
    countOf: (targets) =>
      store.countAccepted(targets).catch((err: unknown) => {
        getLog().error({ err }, 'a feed is sent without its webmentions')
        return new Map()
      }),
    look,
    async close() {
      await worker.stop()
      reader.close()
    },
  }
}
