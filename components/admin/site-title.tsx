'use client'

import { type QueryClient, useQuery } from '@tanstack/react-query'
import type { ApiSettings } from '#lib/api/admin-settings.ts'

const queryKey = ['site-title']

/**
 * The site's title, as it was saved last on this page.
 * @param first as the server sent it
 */
export function SiteTitle({ first }: { first: string }) {
  const { data } = useQuery<string>({ queryKey, enabled: false })
  return data ?? first
}

/** Shows the title of settings that were saved. */
export function showTitle(queries: QueryClient, values: ApiSettings['values']): void {
  const title = values.title ?? values['author/name']
  if (title !== undefined) queries.setQueryData(queryKey, String(title))
}
