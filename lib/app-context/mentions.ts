import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { getLog } from '#lib/app-context/log.ts'
import { DomainError } from '#lib/core/errors.ts'
import { createIdleProcess } from '#lib/core/idle-process.ts'
import type { Avatars } from '#lib/images/avatars.ts'
import { getPrinterEvents } from '#lib/printers/events.ts'
import { createAvatarWorker } from '#lib/web-mentions/avatars/avatar-worker.ts'
import { createMentionWorker } from '#lib/web-mentions/mention-worker.ts'
import {
  createModerateMentions,
  type ModerateMentions,
} from '#lib/web-mentions/moderate-mentions.ts'
import type { MentionStore } from '#lib/web-mentions/ports.ts'
import { type ReadJob, reviveOutcome, revivePhoto } from '#lib/web-mentions/read/revive-outcome.ts'
import { createReceiveMention, type ReceiveMention } from '#lib/web-mentions/receive-mention.ts'
import type { Mention } from '#lib/web-mentions/types.ts'
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
  /** The small copy of a photo, of those who have sent what is shown. @throws DomainError `not-found` */
  getAvatar(sha256: string): Promise<Buffer>
  /** Verifies what is due, and fetches photos, without waiting for it. Never throws. */
  look(): void
  close(): Promise<void>
}

export function openMentions({
  env,
  store,
  queries,
  avatars,
  temporaryDir,
  compileCacheDir,
}: {
  env: Pick<Env, 'siteUrl' | 'homeHosts'>
  store: MentionStore
  queries: Parameters<typeof findMentionTarget>[1]
  avatars: Avatars
  temporaryDir: string
  compileCacheDir: string
}): Mentions {
  const { siteUrl, homeHosts } = env
  const now = () => new Date()
  const onChanged = () => void getPrinterEvents().emit('mentions-changed')
  // The parsers would take 20 MB for good, and a page is a stranger's.
  const reader = createIdleProcess<ReadJob, unknown>({
    path: join(process.cwd(), 'lib/web-mentions/read/worker.ts'),
    compileCacheDir,
    timeoutMs: 50_000,
  })
  const worker = createMentionWorker({
    store,
    read: async ({ source, targetUrl }) =>
      reviveOutcome(await reader.run({ kind: 'source', source, targetUrl, homeHosts })),
    now,
    onChanged,
  })
  const fetchAvatars = createAvatarWorker({
    store,
    images: avatars,
    async fetch(url) {
      const path = join(/* turbopackIgnore: true */ temporaryDir, `${randomUUID()}.photo`)
      try {
        return revivePhoto(await reader.run({ kind: 'photo', url, path, homeHosts }), path)
      } catch (error) {
        await rm(path, { force: true })
        throw error
      }
    },
    now,
    onChanged,
  })
  const look = () => {
    worker
      .run()
      .then(fetchAvatars)
      .catch((err: unknown) => getLog().error({ err }, 'verifying webmentions failed'))
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
    async getAvatar(sha256) {
      const bytes = (await store.hasAvatar(sha256)) ? await avatars.get(sha256) : null
      if (bytes === null) throw new DomainError('not-found', 'There is no such picture.')
      return bytes
    },
    look,
    async close() {
      await worker.stop()
      reader.close()
    },
  }
}
