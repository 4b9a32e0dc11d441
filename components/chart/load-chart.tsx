import type { ReactNode } from 'react'
import type { ApiReadingColumns } from '#lib/api/schema/charts.ts'
import { LargeChart } from './large-chart.tsx'

const timeoutMs = 20_000

/** The interactive chart with its data. @throws Error as `fetchColumns` does */
export async function loadChart({
  source,
  ...about
}: {
  source: string
  label: string
  wantsFocus: boolean
}): Promise<ReactNode> {
  return <LargeChart {...about} columns={await fetchColumns(source)} />
}

/** @throws Error when the request fails, the response is an error, or there are no readings */
async function fetchColumns(url: string): Promise<ApiReadingColumns> {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) })
  if (!response.ok) throw new Error(`${url} responded with ${response.status}`)
  const columns = (await response.json()) as ApiReadingColumns // our own route, typed by the same file
  if (columns.observed_at.length === 0) throw new Error(`${url} has no readings`)
  return columns
}
