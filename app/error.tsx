'use client'

import { useEffect } from 'react'
import { PageShell } from '#components/layout/page-shell.tsx'

/** A page that broke while it was made. What broke is in the server's log under the digest, and nowhere else. */
export default function PageError({ error }: { error: Error & { digest?: string } }) {
  useEffect(() => {
    console.error(error)
  }, [error])
  return (
    <PageShell place={null}>
      <div className="lost">
        <div>
          <h1 className="headline">Light got in</h1>
          <p className="lead">
            This page was spoiled while it was being made. That is the site’s fault, not yours, and
            mostly it passes.
          </p>
          <p className="flex flex-wrap items-center gap-6">
            <button className="button slug" onClick={() => location.reload()} type="button">
              Try again
            </button>
            <a className="text-link" href="/">
              Back to the start
            </a>
          </p>
          {error.digest !== undefined && (
            <p className="slug mt-8 text-quiet">In the log as {error.digest}</p>
          )}
        </div>
      </div>
    </PageShell>
  )
}
