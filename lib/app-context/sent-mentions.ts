import { join } from 'node:path'
import { createIdleProcess } from '#lib/core/idle-process.ts'
import type { SendJob, SendResult } from '#lib/web-mentions/send/jobs.ts'
import { createNoteChanges } from '#lib/web-mentions/send/note-changes.ts'
import type { SentStore } from '#lib/web-mentions/send/ports.ts'
import { sendDue } from '#lib/web-mentions/send/send-due.ts'
import type { SentMention } from '#lib/web-mentions/send/types.ts'
import { getContent } from './content-context.ts'
import type { Env } from './env.ts'
import { getLog } from './log.ts'
import { findMentionTarget } from './mention-target.ts'
import { listPublicPages, type ReadLinks } from './public-pages.ts'

export interface SentMentions {
  /** Notes what has changed and sends what is due; to be called twice a minute. */
  look(): Promise<void>
  /** After the tries that are under way. */
  close(): Promise<void>
}

type SendingEnv = Pick<Env, 'siteUrl' | 'dataDir'> & { homeHosts: readonly string[] }

/** The process that parses pages: the parser takes 20 MB, and would keep them. */
function openSendProcess({ dataDir, siteUrl }: Pick<Env, 'siteUrl' | 'dataDir'>) {
  const process_ = createIdleProcess<SendJob, SendResult>({
    path: join(process.cwd(), 'lib/web-mentions/send/worker.ts'),
    compileCacheDir: join(dataDir, 'compiled'),
    timeoutMs: 50_000,
  })
  const readLinks: ReadLinks = async (html, urls) => {
    const result = await process_.run({ kind: 'links', html, urls, siteUrl })
    return 'links' in result ? result.links : []
  }
  return { ...process_, readLinks }
}

export function openSentMentions(parts: {
  env: SendingEnv
  store: SentStore
  queries: Parameters<typeof findMentionTarget>[1]
  onGivenUp(mention: SentMention, reason: string | null): void
}): SentMentions {
  const { env, store } = parts
  const sender = openSendProcess(env)
  const now = () => new Date()
  const stopping = new AbortController()
  const noteChanges = createNoteChanges({
    store,
    async listPages() {
      const content = await getContent()
      if (!content.isRead) return null
      return listPublicPages(content, await store.listNotes(), sender.readLinks)
    },
    async isMoved(source) {
      const path = await findMentionTarget(source, parts.queries)
      return path !== null && path !== source
    },
    now,
    onError: (err) => getLog().error({ err }, 'the links of a page were not read'),
  })
  let running: Promise<void> = Promise.resolve()
  const look = async () => {
    await noteChanges()
    const sending = {
      store,
      siteUrl: env.siteUrl,
      now,
      onGivenUp: parts.onGivenUp,
      async deliver(delivery: Extract<SendJob, { kind: 'deliver' }>['delivery']) {
        const { homeHosts } = env
        const result = await sender.run({ kind: 'deliver', delivery, homeHosts })
        if ('delivered' in result) return result.delivered
        throw new Error('The process has answered something else.')
      },
    }
    await sendDue(sending, stopping.signal)
  }
  return {
    async look() {
      running = look()
      await running
    },
    async close() {
      stopping.abort()
      await running.catch(() => undefined)
      sender.close()
    },
  }
}
