import { brotliCompressSync } from 'node:zlib'

export interface PageScript {
  path: string
  /** As it lies on disk. */
  bytes: number
  /** At brotli's best, which is what the door sends once it has had the time. */
  brotli: number
}

/** What of a page's scripts today's browsers bring: those for old ones (`nomodule`) stay where they are. */
export function listPageScripts(html: string): string[] {
  const tags = html.match(/<script\b[^>]*>/g) ?? []
  const paths = tags
    .filter((tag) => !/\snomodule/i.test(tag))
    .flatMap((tag) => /\ssrc="([^"]+)"/.exec(tag)?.[1] ?? [])
  return [...new Set(paths)]
}

export function weigh(path: string, body: Buffer): PageScript {
  return { path, bytes: body.length, brotli: brotliCompressSync(body).length }
}

export function addUp(scripts: readonly PageScript[]): number {
  return scripts.reduce((sum, { brotli }) => sum + brotli, 0)
}

/** "112.4 kB" */
export function formatKilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`
}
