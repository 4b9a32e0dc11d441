'use client'

import { useState } from 'react'
import './globals.css'

/**
 * Shown when a page or the layout throws in the browser; on the server, `server/next/error-pages.ts` replaces it. Every page loads this
 * code, so it is small and serves all cases. It replaces the whole document, so it keeps the owner's style and the visitor's theme.
 */
export default function GlobalError() {
  const [kept] = useState(() =>
    typeof document === 'undefined'
      ? {}
      : {
          style: document.querySelector('head > style')?.textContent,
          theme: document.documentElement.dataset.theme,
        },
  )
  return (
    <html data-theme={kept.theme} lang="en">
      <head>{kept.style && <style>{kept.style}</style>}</head>
      <title>Something went wrong</title>
      <body className="mx-auto max-w-page px-gutter py-16">
        <main>
          <h1 className="headline">Something went wrong</h1>
          <p className="lead my-6">The error is on our side. Try again.</p>
          <button className="button label" onClick={() => location.reload()} type="button">
            Try again
          </button>
          <nav className="mt-6 flex gap-x-8">
            <a href="/">Home</a>
            <a href="/blog">Blog</a>
            <a href="/printer">Printer</a>
          </nav>
        </main>
      </body>
    </html>
  )
}
