import { printApiPath, printerApiPath } from '#lib/api/paths.ts'
import type { ApiFrame, ApiPrint, ApiPrintPage } from '#lib/api/schema/prints.ts'
import { maxFrames, thinFrames } from './replay-frames.ts'

/** Among this many newest prints, the first with a picture is replayed. */
const newest = 10
const timeoutMs = 15_000

/** A print to replay: its frames, oldest first. */
export interface ReplayFrames {
  print: ApiPrint
  frames: ApiFrame[]
}

/**
 * @param chosen a print's number, or `'last'`: the newest print that has ended and has pictures
 * @returns `null` if there is no such print
 * @throws Error when a request fails or a response is an error
 */
export async function fetchReplay(
  printerId: number,
  chosen: number | 'last',
): Promise<ReplayFrames | null> {
  const print =
    chosen === 'last'
      ? await findLast(printerId)
      : await fetchJson<ApiPrint>(printApiPath(printerId, chosen))
  if (print === null) return null
  const path = `${printApiPath(printerId, print.number)}/frames`
  const found = await fetchJson<{ frames: ApiFrame[] }>(path)
  return found && { print, frames: thinFrames(found.frames, maxFrames) }
}

async function findLast(printerId: number): Promise<ApiPrint | null> {
  const page = await fetchJson<ApiPrintPage>(`${printerApiPath(printerId)}prints?limit=${newest}`)
  return page?.prints.find(({ ended, picture }) => ended !== null && picture !== null) ?? null
}

/** Fetches from our own API; `null` for 404. */
async function fetchJson<T>(path: string): Promise<T | null> {
  const response = await fetch(path, { signal: AbortSignal.timeout(timeoutMs) })
  if (response.status === 404) return null
  if (!response.ok) throw new Error(`${path} responded with ${response.status}`)
  return response.json()
}
