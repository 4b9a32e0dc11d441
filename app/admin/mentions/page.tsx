import type { Metadata } from 'next'
import { AdminShell } from '#components/admin/admin-shell.tsx'
import { ModerateMentions } from '#components/admin/mentions/moderate-mentions.tsx'
import { mentionFilters } from '#lib/api/admin-mentions.ts'
import { getContext } from '#lib/app-context/context.ts'
import { findSendingProblem } from '#lib/app-context/sending-problem.ts'
import { getSite } from '#lib/site/site.ts'
import { getMentionsPage } from '#lib/web-mentions/serialize-mentions.ts'
import { openAdmin } from '../open-admin.tsx'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Mentions' }

export default function MentionsPage({
  searchParams,
}: {
  searchParams: Promise<{ state?: string | string[]; before?: string | string[] }>
}) {
  return openAdmin(async () => {
    const given = await searchParams
    const state = mentionFilters.find(([name]) => name === given.state)?.[0] ?? 'pending'
    const before = /^[1-9]\d{0,14}$/.test(String(given.before)) ? Number(given.before) : null
    const { mentions } = await getContext()
    const { title, webmentionUrl, sendsWebmentions } = getSite()
    const sendingProblem = sendsWebmentions ? await findSendingProblem() : null
    return (
      <AdminShell isSignedIn place="mentions" siteTitle={title}>
        <h1 className="headline headline-long mb-4">Mentions</h1>
        <p className="mb-10 max-w-[42em]">
          Likes, reposts and replies on other sites. What you accept is shown on the page that it is
          about.
        </p>
        {webmentionUrl !== null && (
          <p className="notice mb-6 wrap-anywhere">
            {webmentionUrl} receives the webmentions of this site, so nothing of this is shown.
            Remove <code>webmention_url</code> from the settings to receive them here.
          </p>
        )}
        {sendingProblem !== null && (
          <p className="notice mb-6 wrap-anywhere">No webmentions are sent: {sendingProblem}.</p>
        )}
        <ModerateMentions
          before={before}
          filter={state}
          first={await getMentionsPage(mentions.moderate, { state, before }, new Date())}
        />
      </AdminShell>
    )
  })
}
