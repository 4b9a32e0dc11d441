import { setTimeout as sleep } from 'node:timers/promises'
import { type Context, getContext } from '#lib/app-context/context.ts'
import { noteTag } from '#lib/core/noted-tags.ts'
import { mentionsTag } from '#lib/core/page-options.ts'
import type { FeedEntry, ResponseCounts } from '#lib/feeds/types.ts'
import { getSite } from '#lib/site/site.ts'
import type { Mention } from '#lib/web-mentions/types.ts'
import { withStoreOutage } from './printers/store-outage.ts'

/** A post doesn't wait longer for a store that is down. */
const maxWaitMs = 1_000

/** The entries of a feed with how often they were liked, reposted and replied to; without that while the store is down. */
export async function countResponses<T extends Pick<FeedEntry, 'url'>>(entries: readonly T[]) {
  noteTag(mentionsTag)
  const targets = getSite().webmentionUrl === null ? entries.map(({ url }) => toTarget(url)) : []
  const counts = await withoutStore(
    ({ mentions }) => mentions.countOf(targets),
    new Map<string, ResponseCounts>(),
  )
  return entries.map((entry) => ({ ...entry, responses: counts.get(toTarget(entry.url)) ?? null }))
}

const toTarget = (url: string) => decodeURIComponent(new URL(url).pathname)

/** The accepted webmentions of a page; none while the store is down, or where another service receives them. */
export async function listMentions(target: string): Promise<readonly Mention[]> {
  if (getSite().webmentionUrl !== null) return []
  return await withoutStore(({ mentions }) => mentions.listOf(target), [])
}

/** Asks the store, or returns `nothing` if it doesn't answer within a second. */
export async function withoutStore<T>(
  ask: (context: Context) => Promise<T>,
  nothing: T,
): Promise<T> {
  const found = getContext().then(
    () => withStoreOutage(ask),
    () => 'outage' as const,
  )
  const answer = await Promise.race([found, sleep(maxWaitMs, 'outage' as const, { ref: false })])
  return answer === 'outage' ? nothing : answer
}
