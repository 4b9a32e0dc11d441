import { printerApiPath } from '#lib/printers/wire/printer.ts'
import { type FrameWire, findLastRun, thinFrames } from './last-run.ts'

const pageLength = 100
/** A print of a day at a picture every two minutes; of a longer one the end is shown. */
const maxPages = 8
const maxFrames = 120
const timeoutMs = 15_000

/**
 * The frames of a printer's last print, oldest first; none where it has printed nothing that is kept.
 * @throws Error when the site can't be asked
 */
export async function fetchLastRun(printerId: number): Promise<FrameWire[]> {
  const entries: FrameWire[] = []
  let before: string | null = null
  for (let page = 0; page < maxPages; page += 1) {
    const history = await fetchHistory(printerId, before)
    entries.push(...history.snapshots)
    before = history.next
    if (before === null || findLastRun(entries).isWhole) break
  }
  return thinFrames(findLastRun(entries).frames, maxFrames)
}

async function fetchHistory(
  printerId: number,
  before: string | null,
): Promise<{ snapshots: FrameWire[]; next: string | null }> {
  const query = new URLSearchParams({ limit: String(pageLength), ...(before && { before }) })
  const answer = await fetch(`${printerApiPath(printerId)}snapshots?${query}`, {
    signal: AbortSignal.timeout(timeoutMs),
  })
  if (!answer.ok) throw new Error(`The history was answered with ${answer.status}`)
  return answer.json()
}
