import { brotliDecompressSync } from 'node:zlib'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import { getLastSeenAt } from '#lib/api/sentences.ts'
import { percentile } from '../../figures.ts'
import type { NewPicture, PictureSpread } from './messages.ts'

/** What a page keeps of a polled response. */
export interface View {
  lastSeenMs: number | null
  intervalSeconds: number
  /** Of the picture as received by the site; `null` without one. */
  sha256: string | null
  /** Paths of the variants, narrow before wide. */
  variants: Record<'image/avif' | 'image/webp' | 'image/jpeg', string[]>
}

/** Parses each response once for all viewers: real ones have their own CPUs. */
export function createViewParser(): (etag: string, body: Buffer) => View {
  const parsed = new Map<string, View>()
  return (etag, body) => {
    const known = parsed.get(etag)
    if (known !== undefined) return known
    // By the contract; the site is our own.
    const printer = JSON.parse(brotliDecompressSync(body).toString()) as ApiPrinter
    const view: View = {
      lastSeenMs: getLastSeenAt(printer)?.getTime() ?? null,
      intervalSeconds: printer.interval_seconds,
      sha256: null,
      variants: { 'image/avif': [], 'image/webp': [], 'image/jpeg': [] },
    }
    for (const { type, url } of printer.snapshot?.sources ?? []) {
      const { pathname } = new URL(url)
      view.variants[type].push(pathname)
      view.sha256 = pathname.split('/')[2] ?? null
    }
    parsed.set(etag, view)
    return view
  }
}

/** Of a hundred viewers 92 have a browser with AVIF, 6 with only WebP and 2 with neither; every width is used. */
export function chooseVariant({ variants }: View, viewer: number): string | undefined {
  const percent = viewer % 100
  const type = percent < 92 ? 'image/avif' : percent < 98 ? 'image/webp' : 'image/jpeg'
  const list = variants[type].length > 0 ? variants[type] : variants['image/jpeg']
  return list[viewer % list.length]
}

/** Records which viewer received which picture, and how long after its acknowledgement. */
export function createViewLog() {
  const pictures: NewPicture[] = []
  const received = new Map<string, { atMs: number; arrivedAtMs: number }[]>()
  const arrivals: number[] = []
  return {
    addViewer: (arrivedAtMs: number) => void arrivals.push(arrivedAtMs),
    addPicture: (picture: NewPicture) => void pictures.push(picture),
    addReceived(sha256: string, atMs: number, arrivedAtMs: number): void {
      const list = received.get(sha256) ?? []
      list.push({ atMs, arrivedAtMs })
      received.set(sha256, list)
    },
    /** Viewers who arrived after a picture don't count for it: they get it at once. */
    summarize(): PictureSpread[] {
      return pictures.map(({ sha256, acknowledgedAtMs }) => {
        const wasThere = (arrivedAtMs: number) => arrivedAtMs < acknowledgedAtMs
        const viewers = arrivals.filter(wasThere).length
        const delays = (received.get(sha256) ?? [])
          .filter(({ arrivedAtMs }) => wasThere(arrivedAtMs))
          .map(({ atMs }) => Math.max(0, atMs - acknowledgedAtMs))
        return {
          acknowledgedAtMs,
          viewers,
          p50Ms: percentile(delays, 0.5),
          lastMs: percentile(delays, 1),
          missing: viewers - delays.length,
        }
      })
    },
  }
}
