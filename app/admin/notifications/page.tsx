import type { Metadata } from 'next'
import { AdminShell } from '#components/admin/admin-shell.tsx'
import { Notifications } from '#components/admin/notifications/notifications.tsx'
import { getChannels } from '#lib/app-context/channels.ts'
import { DomainError } from '#lib/core/errors.ts'
import { parseDeliveriesQuery } from '#lib/http/owner/channel-inputs.ts'
import { getSite } from '#lib/site/site.ts'
import { openAdmin } from '../open-admin.tsx'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Notifications' }

type SearchParams = Record<string, string | string[] | undefined>

export default function NotificationsPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>
}) {
  return openAdmin(async () => {
    const { query, error } = parseQuery(await searchParams)
    const channels = await getChannels()
    const [first, log] = await Promise.all([channels.list(), channels.listDeliveries(query)])
    return (
      <AdminShell isSignedIn place="notifications" siteTitle={getSite().title}>
        <h1 className="headline headline-long mb-4">Notifications</h1>
        <p className="mb-10 max-w-[42em]">
          The site tells you when a print ends, fails or waits for you, and when something is wrong.
          It sends messages to channels, such as an app on your phone.
        </p>
        {error !== null && (
          <p className="notice mb-6">
            <strong>This address is not valid.</strong> {error} Showing the whole log instead.
          </p>
        )}
        <Notifications first={first} key={JSON.stringify(query)} log={log} query={query} />
      </AdminShell>
    )
  })
}

function parseQuery(given: SearchParams) {
  const parameters = Object.entries(given).flatMap(([name, value]) =>
    [value ?? []].flat().map((each) => [name, each]),
  )
  try {
    return { query: parseDeliveriesQuery(new URLSearchParams(parameters)), error: null }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return { query: { channel: null, state: null, before: null }, error: error.message }
  }
}
