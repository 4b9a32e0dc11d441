import type { Logger } from 'pino'
import type { Context } from '#lib/app-context/context.ts'
import type { Env } from '#lib/app-context/env.ts'
import type { SentMentions } from '#lib/app-context/sent-mentions.ts'
import { getSite } from '#lib/site/site.ts'

/** Between two looks whether a page has changed, and whether something is due. */
const lookMs = 30_000

interface SendingOptions {
  log: Logger
  env: Pick<Env, 'siteUrl' | 'dataDir'> & { homeHosts: readonly string[] }
}

/**
 * Sends webmentions when `site.yaml` says so; otherwise nothing of it is loaded. Every replica does the same: leases give a mention to
 * one of them.
 * @returns stops it, after the tries that are under way
 */
export function startSentMentions(
  context: Pick<Context, 'store' | 'printerQueries' | 'printQueries'>,
  { log, env }: SendingOptions,
): () => Promise<void> {
  const store = context.store.sentMentions
  let sent: SentMentions | null = null
  /** What was last found: so the end is noted once, and a reason is said once. */
  let state: 'on' | 'off' | string | null = null
  let running: Promise<void> = Promise.resolve()
  let timer = setTimeout(begin, lookMs).unref()

  function begin(): void {
    running = look()
      .catch((err: unknown) => log.error({ err }, 'sending webmentions failed'))
      .finally(() => {
        timer = setTimeout(begin, lookMs).unref()
      })
  }

  async function look(): Promise<void> {
    if (!getSite().sendsWebmentions) return await leave('off')
    const { findPrivateReason } = await import('#lib/web-mentions/send/find-private-reason.ts')
    const reason = findPrivateReason(env.siteUrl, env.homeHosts)
    if (reason !== null) {
      if (state !== reason) log.warn({ reason }, `no webmentions are sent: ${reason}`)
      return await leave(reason)
    }
    state = 'on'
    sent ??= await load()
    await sent.look()
  }

  async function leave(to: string): Promise<void> {
    if (state === to) return
    await sent?.close()
    sent = null
    if ((await store.listSources()) !== null) await store.end()
    state = to
  }

  async function load(): Promise<SentMentions> {
    const { openSentMentions } = await import('#lib/app-context/sent-mentions.ts')
    return openSentMentions({
      env,
      store,
      queries: { ...context.printerQueries, ...context.printQueries },
      onGivenUp: ({ source, target }, reason) =>
        log.warn({ source, target, reason }, 'a webmention was given up'),
    })
  }

  return async () => {
    clearTimeout(timer)
    await sent?.close()
    await running
    clearTimeout(timer)
  }
}
