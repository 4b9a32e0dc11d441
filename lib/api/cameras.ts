import type { ApiPrinter } from './schema/printer.ts'

/* A printer's cameras are numbered from 1; the first one is the printer's picture wherever no other is asked for. */

export const maxCameras = 4
export const maxCameraNameLength = 40

export const cameraNumbers: readonly number[] = Array.from(
  { length: maxCameras },
  (_, index) => index + 1,
)

/** Whether the pictures of a camera are public: the owner pauses one camera, or all of a printer. */
export function isCameraPublishing(
  {
    isPublishing,
    cameras,
  }: {
    isPublishing: boolean
    cameras: readonly { number: number; isPublishing: boolean }[]
  },
  camera: number,
): boolean {
  return isPublishing && cameras.every((each) => each.number !== camera || each.isPublishing)
}

/**
 * The camera of a page's `?camera=2`, the first one without it. `null`: the printer has no such camera. The query is a visitor's, so it
 * may be given twice or be anything.
 */
export function chooseCamera(
  { cameras = [] }: ApiPrinter,
  given: string | string[] | null | undefined,
): number | null {
  if (given === undefined || given === null || given === '1') return 1
  return cameras.find(({ id }) => String(id) === given)?.id ?? null
}

/** `?camera=2`; empty for the first one, whose pages have no query. */
export function toCameraQuery(camera: number): string {
  return camera === 1 ? '' : `?camera=${camera}`
}
