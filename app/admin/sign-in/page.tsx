import type { Metadata } from 'next'
import { SignIn } from '#components/admin/sign-in.tsx'
import { getSite } from '#lib/site/site.ts'
import { type AdminSearchParams, readProblem, withOutage } from '../open-admin.tsx'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Sign in' }

/** Where the links of the command line lead, also for a browser that has a session. */
export default function SignInPage({ searchParams }: { searchParams: AdminSearchParams }) {
  return withOutage(async (owner) => (
    <SignIn
      choices={await owner.getSignInChoices()}
      problem={await readProblem(searchParams)}
      siteTitle={getSite().title}
    />
  ))
}
