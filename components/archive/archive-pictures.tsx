'use client'

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import type { ArchivePage } from './archive-page.ts'
import { EndlessSheet } from './endless-sheet.tsx'

interface Props {
  printerId: number
  path: string
  filters: string
  /** As the server sent it. */
  first: ArchivePage
}

/** The archive's sheet: a page with links as the server sends it, and without an end where there is script. */
export function ArchivePictures(props: Props) {
  const [client] = useState(
    () =>
      new QueryClient({
        // What is kept doesn't change; a line that breaks is tried again by hand or by the next scroll.
        defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, retry: 2 } },
      }),
  )
  return (
    <QueryClientProvider client={client}>
      <EndlessSheet {...props} />
    </QueryClientProvider>
  )
}
