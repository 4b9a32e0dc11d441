import { pickSmall } from '#components/printer/pick-small.ts'
import { printApiPath, printerApiPath } from '#lib/api/paths.ts'
import type { ApiFrame, ApiPrint, ApiPrintPage } from '#lib/api/schema/prints.ts'

/** A replay has 2 to 120 frames. */
export const minFrames = 2
const maxFrames = 120
/** On the server the width of the screen is unknown. */
const firstFramePixels = 1280

export interface LoadedFrame extends ApiFrame {
  src: string
}

/** One frame of a print and its position in the replay. */
export interface ShownFrame {
  print: ApiPrint
  frame: LoadedFrame
  index: number
  count: number
  /** When the first frame was taken. */
  beganAt: string
}

/**
 * The first frame, shown while the others load and without JavaScript, so that a requested print never starts with the live view.
 * `null` if there are too few frames.
 */
export function getFirstFrame(print: ApiPrint, frames: readonly ApiFrame[]): ShownFrame | null {
  const [first] = frames
  if (first === undefined || frames.length < minFrames) return null
  return {
    print,
    frame: { ...first, src: pickSmall(first.sources, firstFramePixels) },
    index: 0,
    count: thinFrames(frames, maxFrames).length,
    beganAt: first.captured_at,
  }
}

/** Drops frames evenly down to `max` (2 or more); keeps the first and the last. */
export function thinFrames<T>(frames: readonly T[], max: number): T[] {
  if (frames.length <= max) return [...frames]
  const step = (frames.length - 1) / (max - 1)
  return frames.filter((_, index) => index === Math.round(Math.round(index / step) * step))
}

/** Among this many newest prints, the first with a picture is replayed. */
const newest = 10
const timeoutMs = 15_000

/** A print to replay: its frames, oldest first. */
interface ReplayFrames {
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
