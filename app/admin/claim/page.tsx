import type { Metadata } from 'next'
import { Claim } from '#components/admin/sign-in.tsx'
import { NotFound, notFoundTitle } from '#components/blog/not-found.tsx'
import { getContext } from '#lib/app-context/context.ts'
import { getSite } from '#lib/site/site.ts'
import { type AdminSearchParams, readProblem, withOutage } from '../open-admin.tsx'

export const dynamic = 'force-dynamic'

export async function generateMetadata(): Promise<Metadata> {
  const isClaimed = await getContext().then(
    ({ owner }) => owner.isClaimed(),
    () => false,
  )
  return { title: isClaimed ? notFoundTitle : 'Claim this site' }
}

/** Once the site has an owner, this page doesn't exist any more. */
export default function ClaimPage({ searchParams }: { searchParams: AdminSearchParams }) {
  return withOutage(async (owner) =>
    (await owner.isClaimed()) ? (
      <NotFound options={{ isStatic: true, status: 404 }} />
    ) : (
      <Claim problem={await readProblem(searchParams)} siteTitle={getSite().title} />
    ),
  )
}
