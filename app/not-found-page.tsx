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
 * The page for a path without a document. Not by Next's `notFound()`: for a page rendered on request that sends an empty shell and
 * renders the text by script. The server sets the response's status.
 * @throws Next's redirect if the document has moved
 */
export function NotFoundPage({ content, path }: { content: Content; path: string }) {
  const route = resolveRoute(content, path)
  if (route?.kind === 'moved') permanentRedirect(route.to)
  if (route !== null) return <PageRemoved />
  return <NotFound guesses={suggestDocuments(content, path)} options={{ status: 404 }} />
}

export function getNotFoundMetadata(content: Content, path: string): Metadata {
  const title = resolveRoute(content, path)?.kind === 'gone' ? pageRemovedTitle : notFoundTitle
  return { title, robots: { index: false } }
}
