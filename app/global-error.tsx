'use client'

import { site } from '#lib/site.ts'
import './globals.css'

/** The layout itself broke: a page that needs nothing of it. */
export default function GlobalError() {
  return (
    <html lang={site.language}>
      <head>
        <title>{`Light got in · ${site.title}`}</title>
      </head>
      <body>
        <main className="mx-auto max-w-sheet px-gutter py-20">
          <h1 className="headline">Light got in</h1>
          <p className="lead">The site was spoiled while it was being made. Mostly it passes.</p>
          <button className="button slug" onClick={() => location.reload()} type="button">
            Try again
          </button>
        </main>
      </body>
    </html>
  )
}
