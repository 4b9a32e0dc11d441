/** How many variants the site has made since its start, and what its public cache could do, from its metrics. */
export interface Counts {
  renders: number
  hits: number
  misses: number
}

export async function readCounts(metricsUrl: string): Promise<Counts> {
  const text = await (await fetch(metricsUrl)).text()
  const add = (pattern: RegExp) =>
    [...text.matchAll(pattern)].reduce((sum, [, value]) => sum + Number(value), 0)
  return {
    renders: add(/^paparazza_image_render_duration_seconds_count\{[^}]*\} (\S+)$/gm),
    hits: add(/^paparazza_public_cache_requests_total\{[^}]*result="hit"[^}]*\} (\S+)$/gm),
    misses: add(
      /^paparazza_public_cache_requests_total\{[^}]*result="(?:miss|revalidated|bypass)"[^}]*\} (\S+)$/gm,
    ),
  }
}
