'use client'

import { Spoiled } from '#components/layout/spoiled.tsx'
import { site } from '#lib/site.ts'
import './globals.css'

/** The layout itself broke. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang={site.language}>
      <head>
        <title>{`Light got in · ${site.title}`}</title>
      </head>
      <body>
        <Spoiled digest={error.digest} />
      </body>
    </html>
  )
}
