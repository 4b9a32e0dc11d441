import type { Metadata } from 'next'
import { PageShell } from '#components/layout/page-shell.tsx'
import { MissingPrinter } from '#components/printer/outage.tsx'
import { getContent } from '#lib/app-context/content-context.ts'
import { describeStatus } from '#lib/web-mentions/mention-status.ts'
import type { Mention } from '#lib/web-mentions/types.ts'
import { NotFoundPage } from '../../not-found-page.tsx'
import { withStoreOutage } from '../../printers/store-outage.ts'

export const dynamic = 'force-dynamic'

export const metadata: Metadata = { title: 'A mention', robots: { index: false } }

/** What has become of a webmention, for whoever has sent it. */
export default async function MentionStatus({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  const mention = await withStoreOutage(({ mentions }) => mentions.find(token))
  if (mention === 'outage') return <MissingPrinter found="outage" />
  if (mention === null)
    return (
      <NotFoundPage cache={undefined} content={await getContent()} path={`/webmention/${token}`} />
    )
  return (
    <PageShell hasOwnText={false} options={{ isStatic: true }} place={null}>
      <h1 className="headline">{mention.state === 'accepted' ? 'Thank you' : 'Received'}</h1>
      <p className="lead mt-4 max-w-[34em]">{describeStatus(mention)}</p>
      <Reason mention={mention} />
      <p className="mt-8">
        <a className="text-link" href={mention.target}>
          Back to the page
        </a>
      </p>
    </PageShell>
  )
}

function Reason({ mention }: { mention: Mention }) {
  if (mention.reason === null) return null
  return (
    <p className="mt-4 max-w-[34em] text-quiet [overflow-wrap:anywhere]">
      <bdi>{mention.reason}</bdi>
    </p>
  )
}
