/** Of very many, so many that are evenly apart; the first and the last stay. `most` is 2 or more. */
export function thinFrames<T>(frames: readonly T[], most: number): T[] {
  if (frames.length <= most) return [...frames]
  const step = (frames.length - 1) / (most - 1)
  return frames.filter((_, index) => index === Math.round(Math.round(index / step) * step))
}
