import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import { writeFileAtomic } from '#lib/content/cache/write-file-atomic.ts'
import { readRemoteRecord, recordFile } from '#lib/content/pictures/remote-record.ts'
import type { Outbound } from '#lib/outbound/outbound.ts'

const timeoutMs = 20_000
const maxBytes = 20_000_000

/** No SVG: it may contain a script, which would run on the owner's origin. */
const formats = ['jpeg', 'png', 'webp', 'gif', 'heif', 'avif']

interface FetchReport {
  fetched: string[]
  failed: { url: string; reason: string }[]
}

/**
 * Downloads the remote pictures that are not in the record yet into the content folder, and adds them to it.
 * A picture that can't be fetched stays remote and is in the report with the reason.
 */
export async function fetchPictures(
  contentDir: string,
  urls: readonly string[],
  outbound: Outbound,
): Promise<FetchReport> {
  const record = await readRemoteRecord(contentDir)
  const report: FetchReport = { fetched: [], failed: [] }
  for (const url of new Set(urls)) {
    if (record[url] !== undefined) continue
    try {
      const { bytes, format } = await fetchPicture(new URL(url), outbound)
      const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16)
      const file = join(dirname(recordFile), `${hash}.${format}`)
      await mkdir(dirname(join(contentDir, file)), { recursive: true })
      await writeFileAtomic(join(contentDir, file), (path) => writeFile(path, bytes))
      record[url] = { file, fetchedAt: new Date().toISOString() }
      report.fetched.push(url)
    } catch (error) {
      report.failed.push({ url, reason: error instanceof Error ? error.message : String(error) })
    }
  }
  if (report.fetched.length > 0) {
    const sorted = Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
    const text = `${JSON.stringify(sorted, null, 2)}\n`
    await writeFileAtomic(join(contentDir, recordFile), (path) => writeFile(path, text))
  }
  return report
}

async function fetchPicture(
  url: URL,
  outbound: Outbound,
): Promise<{ bytes: Buffer; format: string }> {
  const { status, body: bytes } = await outbound.fetch({ url, timeoutMs, maxBytes })
  if (status !== 200) throw new Error(`the server responded with status ${status}`)
  const { format } = await sharp(bytes)
    .metadata()
    .catch(() => ({ format: 'nothing' }))
  if (!formats.includes(format))
    throw new Error('is not a picture of a supported format (JPEG, PNG, WebP, GIF, AVIF)')
  return { bytes, format: format === 'jpeg' ? 'jpg' : format }
}
