/** Drops frames evenly down to `max` (2 or more); keeps the first and the last. */
export function thinFrames<T>(frames: readonly T[], max: number): T[] {
  if (frames.length <= max) return [...frames]
  const step = (frames.length - 1) / (max - 1)
  return frames.filter((_, index) => index === Math.round(Math.round(index / step) * step))
}
