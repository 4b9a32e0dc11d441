'use client'

import './globals.css'

/** The layout itself broke. Every page brings this along and hardly one ever needs it: no more than it takes. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <head>
        <title>Light got in</title>
      </head>
      <body className="mx-auto max-w-sheet px-gutter py-16">
        <h1 className="headline">Light got in</h1>
        <p className="lead my-6">The site broke while it made this page. Mostly that passes.</p>
        <button className="button slug" onClick={() => location.reload()} type="button">
          Try again
        </button>{' '}
        {error.digest}
      </body>
    </html>
  )
}
