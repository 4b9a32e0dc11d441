'use client'

import './globals.css'

/**
 * Shown when a page throws in the browser; on the server, `server/next/error-pages.ts` replaces it. Every page loads this code, so it is
 * small. It replaces the whole document.
 */
export default function GlobalError() {
  return (
    <html lang="en">
      <title>Something went wrong</title>
      <body className="mx-auto max-w-page px-gutter py-16">
        <main>
          <h1 className="headline">Something went wrong</h1>
          <p className="lead my-6">
            Load it again, or go to <a href="/">the home page</a>.
          </p>
        </main>
      </body>
    </html>
  )
}
