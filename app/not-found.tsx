import type { Metadata } from 'next'
import { Lost, lostTitle } from '#components/blog/not-found.tsx'

export const metadata: Metadata = { title: lostTitle }

export default function NotFound() {
  return <Lost wishes={{}} />
}
