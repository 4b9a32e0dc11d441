import { printApiPath, printerApiPath } from '#lib/api/paths.ts'
import type { ApiFrame, ApiPrint, ApiPrintPage } from '#lib/api/schema/prints.ts'
import { mostFrames } from './first-frame.ts'
import { thinFrames } from './thin-frames.ts'

/** Of so many of the newest prints the first that has a picture is shown. */
const newest = 10
const timeoutMs = 15_000

/** A print to be shown again: its frames, oldest first. */
export interface PrintedFrames {
  print: ApiPrint
  frames: ApiFrame[]
}

/**
 * @param chosen a print's number, or the last print that has ended and has pictures
 * @returns `null` where there is no such print
 * @throws Error when the site can't be asked
 */
export async function fetchReplay(
  printerId: number,
  chosen: number | 'last',
): Promise<PrintedFrames | null> {
  const print =
    chosen === 'last'
      ? await findLast(printerId)
      : await fetchJson<ApiPrint>(printApiPath(printerId, chosen))
  if (print === null) return null
  const path = `${printApiPath(printerId, print.number)}/frames`
  const found = await fetchJson<{ frames: ApiFrame[] }>(path)
  return found && { print, frames: thinFrames(found.frames, mostFrames) }
}

async function findLast(printerId: number): Promise<ApiPrint | null> {
  const page = await fetchJson<ApiPrintPage>(`${printerApiPath(printerId)}prints?limit=${newest}`)
  return page?.prints.find(({ ended, picture }) => ended !== null && picture !== null) ?? null
}

/** Of our own routes, typed by the same files; `null` is what isn't there. */
async function fetchJson<T>(path: string): Promise<T | null> {
  const answer = await fetch(path, { signal: AbortSignal.timeout(timeoutMs) })
  if (answer.status === 404) return null
  if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}`)
  return answer.json()
}
