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

/** The archive's pictures: pages with links without JavaScript, infinite scroll with it. */
export function ArchivePictures(props: Props) {
  const [client] = useState(
    () =>
      new QueryClient({
        // Pages of the archive don't change. After two retries the visitor retries, by a click.
        defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, retry: 2 } },
      }),
  )
  return (
    <QueryClientProvider client={client}>
      <EndlessSheet {...props} />
    </QueryClientProvider>
  )
}
