import { setTimeout as sleep } from 'node:timers/promises'
import { getContext } from '#lib/app-context/context.ts'
import { getSite } from '#lib/site/site.ts'
import type { Mention } from '#lib/web-mentions/types.ts'

/** A post doesn't wait longer for a store that is down. */
const maxWaitMs = 1_000

/** The accepted webmentions of a page; none while the store is down, or where another service receives them. */
export async function listMentions(target: string): Promise<readonly Mention[]> {
  if (getSite().webmentionUrl !== null) return []
  const found = getContext().then(
    ({ mentions }) => mentions.listOf(target),
    () => [],
  )
  return await Promise.race([found, sleep(maxWaitMs, [], { ref: false })])
}
