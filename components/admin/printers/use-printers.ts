'use client'

import { type QueryClient, useQuery } from '@tanstack/react-query'
import type { ApiManagedPrinter, ApiManagedPrinters } from '#lib/api/admin-printers.ts'
import { requestAdmin } from '../request.ts'

const queryKey = ['printers']

/**
 * The printers, asked for again every few seconds while the page is seen.
 * @param first as the server sent it
 */
export function usePrinters(
  first: ApiManagedPrinters,
  everyMs = 15_000,
): { data: ApiManagedPrinters; refetch: () => void } {
  const { data, refetch } = useQuery({
    queryKey,
    queryFn: () => requestAdmin<ApiManagedPrinters>('GET', 'printers'),
    initialData: first,
    refetchInterval: everyMs,
  })
  return { data, refetch: () => void refetch() }
}

export function refreshPrinters(queries: QueryClient): Promise<void> {
  return queries.invalidateQueries({ queryKey })
}

/**
 * Shows a change before the site has confirmed it.
 * @returns undoes it
 */
export async function showEarly(
  queries: QueryClient,
  id: number,
  changes: Partial<ApiManagedPrinter>,
): Promise<() => void> {
  // A response to an earlier request would show the former state again.
  await queries.cancelQueries({ queryKey })
  const before = queries.getQueryData<ApiManagedPrinters>(queryKey)
  queries.setQueryData<ApiManagedPrinters>(
    queryKey,
    (data) =>
      data && {
        ...data,
        printers: data.printers.map((each) => (each.id === id ? { ...each, ...changes } : each)),
      },
  )
  return () => queries.setQueryData(queryKey, before)
}
