import type { Metadata } from 'next'
import { Lost, lostTitle } from '#components/blog/lost.tsx'

export const metadata: Metadata = { title: lostTitle }

export default function NotFound() {
  return <Lost wishes={{}} />
}
