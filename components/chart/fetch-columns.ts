import type { ApiReadingColumns } from '#lib/api/schema/charts.ts'

/** An answer that does not come within this time is a fault of the line. */
const timeoutMs = 20_000

/** @throws Error when the site can't be asked, answers with a fault, or has nothing to draw */
export async function fetchColumns(url: string): Promise<ApiReadingColumns> {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) })
  if (!response.ok) throw new Error(`${url} was answered with ${response.status}`)
  const columns = (await response.json()) as ApiReadingColumns // our own route, typed by the same file
  if (columns.observed_at.length === 0) throw new Error(`${url} has no readings`)
  return columns
}
