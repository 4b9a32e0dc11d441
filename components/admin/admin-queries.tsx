'use client'

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { AdminError } from './request.ts'

/** The queries of all pages of the admin area. */
export function AdminQueries({ children }: { children: ReactNode }) {
  const [client] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          // What the site refuses, it refuses again.
          queries: { retry: (count, error) => count < 2 && !(error instanceof AdminError) },
        },
      }),
  )
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>
}
