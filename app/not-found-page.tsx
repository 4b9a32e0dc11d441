import type { Metadata } from 'next'
import { permanentRedirect } from 'next/navigation'
import {
  NotFound,
  notFoundTitle,
  PageRemoved,
  pageRemovedTitle,
} from '#components/blog/not-found.tsx'
import { resolveRoute } from '#lib/content/model/resolve-route.ts'
import { suggestDocuments } from '#lib/content/model/suggest-documents.ts'
import type { Content } from '#lib/content/model/types.ts'

/**
 * The page for an address that no document answers. Not by Next's `notFound()`: of a page that is rendered on request that sends
 * an empty shell and leaves the words to a script. The front door gives the answer its status.
 * @throws Next's redirect, where it moved to
 */
export function NotFoundPage({ content, path }: { content: Content; path: string }) {
  const fate = resolveRoute(content, path)
  if (fate?.kind === 'moved') permanentRedirect(fate.to)
  if (fate !== null) return <PageRemoved />
  return <NotFound guesses={suggestDocuments(content, path)} options={{ status: 404 }} />
}

export function getNotFoundMetadata(content: Content, path: string): Metadata {
  const title = resolveRoute(content, path)?.kind === 'gone' ? pageRemovedTitle : notFoundTitle
  return { title, robots: { index: false } }
}
