import type { Metadata } from 'next'
import { NotFound as NotFoundBody, notFoundTitle } from '#components/blog/not-found.tsx'

export const metadata: Metadata = { title: notFoundTitle }

export default function NotFound() {
  return <NotFoundBody options={{ isStatic: true }} />
}
