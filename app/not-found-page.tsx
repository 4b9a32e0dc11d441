import type { Metadata } from 'next'
import { permanentRedirect } from 'next/navigation'
import { Gone, goneTitle, Lost, lostTitle } from '#components/blog/not-found.tsx'
import { guessDocuments } from '#lib/content/model/suggest-documents.ts'
import { resolvePath } from '#lib/content/model/resolve-route.ts'
import type { Content } from '#lib/content/model/types.ts'

/**
 * The page for an address that no document answers. Not by Next's `notFound()`: of a page that is rendered on request that sends
 * an empty shell and leaves the words to a script. The front door gives the answer its status.
 * @throws Next's redirect, where it moved to
 */
export function Elsewhere({ content, path }: { content: Content; path: string }) {
  const fate = resolvePath(content, path)
  if (fate?.kind === 'moved') permanentRedirect(fate.to)
  if (fate !== null) return <Gone />
  return <Lost guesses={guessDocuments(content, path)} wishes={{ status: 404 }} />
}

export function describeElsewhere(content: Content, path: string): Metadata {
  const title = resolvePath(content, path)?.kind === 'gone' ? goneTitle : lostTitle
  return { title, robots: { index: false } }
}
