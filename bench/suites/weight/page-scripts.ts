import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { buildNext, emptyPage } from '../../build-next.ts'
import { formatKilobytes } from '../../table.ts'

/** What the printer's page may load above an empty Next page, bytes in Brotli. */
export const maxAboveFloor = 12_000

export interface PageScript {
  path: string
  bytes: number
  /** At Brotli's best, which the site sends once it has recompressed a response. */
  brotli: number
}

function weigh(path: string, body: Buffer): PageScript {
  return { path, bytes: body.length, brotli: brotliCompressSync(body).length }
}

/** The scripts of an empty page that current browsers load; those for old ones (`nomodule`) don't count. */
export function weighFloor(): PageScript[] {
  const folder = buildNext('floor', emptyPage)
  const html = readFileSync(join(folder, '.next/server/app/index.html'), 'utf8')
  const paths = (html.match(/<script\b[^>]*>/g) ?? [])
    .filter((tag) => !/\snomodule/i.test(tag))
    .flatMap((tag) => /\ssrc="([^"]+)"/.exec(tag)?.[1] ?? [])
  return [...new Set(paths)].map((path) =>
    weigh(path, readFileSync(join(folder, path.replace(/^\/_next\//, '.next/')))),
  )
}

/** Every script that a visit loads, until the network is idle. */
export async function weighVisit(page: Page, url: string): Promise<PageScript[]> {
  const found: Promise<PageScript>[] = []
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return
    const path = new URL(response.url()).pathname
    found.push(response.body().then((body) => weigh(path, body)))
  })
  await page.goto(url, { waitUntil: 'networkidle' })
  return await Promise.all(found)
}

export function addUp(scripts: readonly PageScript[]): number {
  return scripts.reduce((sum, { brotli }) => sum + brotli, 0)
}

/** Heaviest first. Scripts of the empty page are recognised by their size, because names differ between builds. */
export function listScripts(scripts: readonly PageScript[], floor: readonly PageScript[]): string {
  const isFloor = ({ bytes }: PageScript) =>
    floor.some((each) => Math.abs(each.bytes - bytes) <= bytes / 100)
  return scripts
    .toSorted((one, other) => other.brotli - one.brotli)
    .map((script) => {
      const size = formatKilobytes(script.brotli).padStart(9)
      return `${size}  ${script.path}${isFloor(script) ? '  (also on the empty page)' : ''}`
    })
    .join('\n')
}
