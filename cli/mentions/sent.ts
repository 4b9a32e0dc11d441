import { formatCount } from '#lib/api/format-count.ts'
import { getLoadOptions } from '#lib/app-context/content-context.ts'
import type { Context } from '#lib/app-context/context.ts'
import { getEnv } from '#lib/app-context/env.ts'
import { readSite } from '#lib/app-context/load-site.ts'
import { listPublicPages } from '#lib/app-context/public-pages.ts'
import { createContentLoader } from '#lib/content/live/content-loader.ts'
import { withBodies } from '#lib/content/with-bodies.ts'
import type { Site } from '#lib/site/site.ts'
import { findPrivateReason } from '#lib/web-mentions/send/find-private-reason.ts'
import { listLinks } from '#lib/web-mentions/send/list-links.ts'
import { listPlanned } from '#lib/web-mentions/send/list-planned.ts'
import type { SentStore } from '#lib/web-mentions/send/ports.ts'
import type { SentMention } from '#lib/web-mentions/send/types.ts'

/** The latest are enough to see what is wrong. */
const maxListed = 200

/** @returns what to print: what was sent, or with `isDryRun` what would be */
export async function listSentMentions(
  { store }: Pick<Context, 'store'>,
  isDryRun: boolean,
): Promise<string> {
  const { site } = await readSite()
  const { siteUrl, homeHosts } = getEnv()
  const reason = site.sendsWebmentions
    ? findPrivateReason(siteUrl, homeHosts)
    : 'add "send_webmentions: true" to site.yaml'
  const state = reason === null ? [] : [`Nothing is sent: ${reason}.`]
  const lines = isDryRun
    ? await planMentions(store.sentMentions, site)
    : (await store.sentMentions.listSent(maxListed)).map(formatSent)
  return [...state, ...(lines.length === 0 ? ['None.'] : lines)].join('\n')
}

async function planMentions(store: SentStore, site: Site): Promise<string[]> {
  const options = getLoadOptions(site)
  const loader = createContentLoader({ ...options, compileCacheDir: '.cache/compiled' })
  try {
    const content = withBodies(await loader.load(options, { isUrgent: true }))
    const readLinks = async (html: string, urls: readonly string[]) =>
      listLinks(html, options.siteUrl, urls)
    const pages = listPublicPages(content, await store.listNotes(), readLinks)
    const planned = await listPlanned(pages, store)
    if (planned === null)
      return [
        `Sending hasn’t begun. When it does, the links of ${formatCount(pages.length, 'page')} count as sent.`,
      ]
    return planned.map(({ source, target, why }) => `${why} ${source} -> ${target}`)
  } finally {
    loader.close()
  }
}

function formatSent(mention: SentMention): string {
  const { source, target, state, tries, answer, endpoint, statusUrl, dueAt } = mention
  const about = [
    endpoint?.url ?? null,
    tries === 0 ? null : `${tries} ${tries === 1 ? 'try' : 'tries'}`,
    answer,
    statusUrl,
    dueAt === null ? null : `next try ${dueAt.toISOString()}`,
  ]
  const gone = mention.isRemoved ? ' (the link is gone)' : ''
  const details = about.filter((part) => part !== null && part !== '').join(', ')
  return [`${state} ${source} -> ${target}${gone}`, ...(details ? [`  ${details}`] : [])].join('\n')
}
