import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { AdminShell } from '#components/admin/admin-shell.tsx'
import { SignIn } from '#components/admin/sign-in.tsx'
import { getContext } from '#lib/app-context/context.ts'
import { getLog } from '#lib/app-context/log.ts'
import { DomainError } from '#lib/core/errors.ts'
import { findSession } from '#lib/http/owner/session-cookie.ts'
import type { Owner } from '#lib/owner/owner.ts'
import type { Session } from '#lib/owner/types.ts'
import { getSite } from '#lib/site/site.ts'

/** The problems of a form without JavaScript, by their codes. */
const problems: Record<string, string> = {
  'link-invalid':
    'This link doesn’t work: it was used, it has expired, or a newer one was printed.',
  'invalid-fields': 'This is not a complete link. Copy all of it, up to its last character.',
  'not-found': 'This site has an owner already.',
  'too-many-requests': 'Too many wrong links were sent. Try again in a quarter of an hour.',
  'cross-origin': 'The form was sent from another address than that of the site.',
}

export type AdminSearchParams = Promise<{ problem?: string | string[] }>

export async function readProblem(searchParams: AdminSearchParams): Promise<string | null> {
  const { problem } = await searchParams
  if (typeof problem !== 'string') return null
  return (Object.hasOwn(problems, problem) && problems[problem]) || 'That didn’t work. Try again.'
}

/** A page of the owner's: what `render` makes for the session, or how to sign in. */
export async function openAdmin(
  render: (owner: Owner, session: Session) => Promise<ReactNode>,
): Promise<ReactNode> {
  return await withOutage(async (owner) => {
    const session = await findSession(owner, await headers())
    if (session !== null) return await render(owner, session)
    return (
      <SignIn choices={await owner.getSignInChoices()} problem={null} siteTitle={getSite().title} />
    )
  })
}

/** The page while the store is unavailable says so, as the printers' pages do. */
export async function withOutage(render: (owner: Owner) => Promise<ReactNode>): Promise<ReactNode> {
  try {
    return await render((await getContext()).owner)
  } catch (error) {
    if (!(error instanceof DomainError && error.code === 'storage-unavailable')) throw error
    getLog().error({ err: error }, 'a page is shown without its data')
    return (
      <AdminShell isSignedIn={false} options={{ status: 503 }} siteTitle={getSite().title}>
        <h1 className="headline headline-long">The database is unavailable</h1>
        <p className="lead my-6">
          So nobody can sign in at the moment. The site’s log has the reason. Try again in a minute
          or two.
        </p>
      </AdminShell>
    )
  }
}
