import type { Metadata } from 'next'
import { AdminShell } from '#components/admin/admin-shell.tsx'
import { Consent } from '#components/admin/apps/consent.tsx'
import { openClientReader } from '#lib/app-context/read-client.ts'
import { DomainError } from '#lib/core/errors.ts'
import { parseAuthorizationRequest } from '#lib/owner/apps/authorization-request.ts'
import { identifyClient } from '#lib/owner/apps/client.ts'
import type { Owner } from '#lib/owner/owner.ts'
import { getSite } from '#lib/site/site.ts'
import { openAdmin } from '../open-admin.tsx'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'An app asks' }

type Query = Record<string, string | string[] | undefined>

export default async function AuthorizePage({ searchParams }: { searchParams: Promise<Query> }) {
  const query = toQuery(await searchParams)
  return await openAdmin(async (owner) => (
    <AdminShell isSignedIn place="apps" siteTitle={getSite().title}>
      <div className="admin-door">{await renderRequest(owner, query)}</div>
    </AdminShell>
  ))
}

async function renderRequest(owner: Owner, query: URLSearchParams) {
  try {
    const request = parseAuthorizationRequest(query)
    const { readClient, findLogo } = await openClientReader()
    const client = await identifyClient(request, readClient)
    return (
      <Consent
        clientId={request.clientId}
        denyAddress={owner.apps.deny(request)}
        logo={await findLogo(client.logoUrl)}
        name={client.name}
        query={query.toString()}
        redirectHost={client.redirectHost}
        scopes={request.scopes}
        site={new URL(owner.apps.issuer).host}
        unread={client.unread}
      />
    )
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return (
      <>
        <h1 className="headline headline-long">The app’s request can’t be answered</h1>
        <p className="lead mt-6">{error.message}</p>
      </>
    )
  }
}

function toQuery(given: Query): URLSearchParams {
  const query = new URLSearchParams()
  for (const [name, values] of Object.entries(given))
    for (const value of [values ?? []].flat()) query.append(name, value)
  return query
}
