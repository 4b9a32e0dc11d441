'use client'

import './globals.css'

/**
 * Shown when a page or the layout throws. The error is in the server's log under the digest, and nowhere else. Every page loads this
 * code, so it is small and serves both cases.
 */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <title>Something went wrong</title>
      <body className="mx-auto max-w-page px-gutter py-16">
        <h1 className="headline">Something went wrong</h1>
        <p className="lead my-6">The error is on our side: light got into the film. Try again.</p>
        <button className="button label" onClick={() => location.reload()} type="button">
          Try again
        </button>
        <p className="label mt-10 text-quiet">{error.digest}</p>
      </body>
    </html>
  )
}
