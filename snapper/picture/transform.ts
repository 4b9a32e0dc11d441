import type { JsonObject } from '../json.ts'

/** How to display a picture: mirrored left to right first, then rotated. */
export interface Transform {
  isMirrored: boolean
  clockwise: 0 | 90 | 180 | 270
}

export const identityTransform: Transform = { isMirrored: false, clockwise: 0 }

function toClockwise(degrees: number): Transform['clockwise'] {
  const turned = ((degrees % 360) + 360) % 360
  return turned === 90 || turned === 180 || turned === 270 ? turned : 0
}

/** Flips first, then rotates, as OctoPrint and Moonraker do. A vertical flip is a mirror image rotated by 180 degrees. */
export function makeTransform(flipH: boolean, flipV: boolean, clockwise: number): Transform {
  return {
    isMirrored: flipH !== flipV,
    clockwise: toClockwise(clockwise + (flipV ? 180 : 0)),
  }
}

/** Applies one transform after the other. */
export function combineTransforms(first: Transform, then: Transform): Transform {
  const before = then.isMirrored ? -first.clockwise : first.clockwise
  return {
    isMirrored: first.isMirrored !== then.isMirrored,
    clockwise: toClockwise(before + then.clockwise),
  }
}

export function isTransformed(transform: Transform): boolean {
  return transform.isMirrored || transform.clockwise !== 0
}

/** From the `webcam` section of OctoPrint's settings: `rotate90` is counterclockwise. */
export function fromOctoPrint(webcam: JsonObject): Transform {
  const { flipH, flipV, rotate90 } = webcam
  return makeTransform(flipH === true, flipV === true, rotate90 === true ? 270 : 0)
}

/** From one of Moonraker's `webcams`: `rotation` is clockwise. */
export function fromMoonraker(webcam: JsonObject): Transform {
  const { flip_horizontal: flipH, flip_vertical: flipV, rotation } = webcam
  return makeTransform(flipH === true, flipV === true, typeof rotation === 'number' ? rotation : 0)
}
