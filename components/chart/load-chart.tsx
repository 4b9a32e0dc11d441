import type { ReactNode } from 'react'
import { fetchColumns } from './fetch-columns.ts'
import { LargeChart } from './large-chart.tsx'

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
