'use client'

import { Spoiled } from '#components/layout/spoiled.tsx'

/** What broke is in the server's log under the digest, and nowhere else. */
export default function PageError({ error }: { error: Error & { digest?: string } }) {
  return <Spoiled digest={error.digest} />
}
