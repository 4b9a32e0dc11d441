import type { JsonObject } from '../json.ts'

/** How a picture is to be shown: mirrored left to right first, then turned. */
export interface Transform {
  isMirrored: boolean
  clockwise: 0 | 90 | 180 | 270
}

export const identityTransform: Transform = { isMirrored: false, clockwise: 0 }

function toClockwise(degrees: number): Transform['clockwise'] {
  const turned = ((degrees % 360) + 360) % 360
  return turned === 90 || turned === 180 || turned === 270 ? turned : 0
}

/** Flips first, then the rotation: the order of OctoPrint and of Moonraker. Upside down is mirrored and turned by half. */
export function makeTransform(flipH: boolean, flipV: boolean, clockwise: number): Transform {
  return {
    isMirrored: flipH !== flipV,
    clockwise: toClockwise(clockwise + (flipV ? 180 : 0)),
  }
}

/** First the one, then the other. */
export function combineTransforms(first: Transform, then: Transform): Transform {
  const before = then.isMirrored ? -first.clockwise : first.clockwise
  return {
    isMirrored: first.isMirrored !== then.isMirrored,
    clockwise: toClockwise(before + then.clockwise),
  }
}

export function isTransformed(turn: Transform): boolean {
  return turn.isMirrored || turn.clockwise !== 0
}

/** The `webcam` block of OctoPrint's settings: `rotate90` means against the clock. */
export function fromOctoPrint(webcam: JsonObject): Transform {
  const { flipH, flipV, rotate90 } = webcam
  return makeTransform(flipH === true, flipV === true, rotate90 === true ? 270 : 0)
}

/** One of Moonraker's `webcams`: `rotation` is with the clock. */
export function fromMoonraker(webcam: JsonObject): Transform {
  const { flip_horizontal: flipH, flip_vertical: flipV, rotation } = webcam
  return makeTransform(flipH === true, flipV === true, typeof rotation === 'number' ? rotation : 0)
}
