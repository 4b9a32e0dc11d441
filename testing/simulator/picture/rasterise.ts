/** Which triangle is seen at each sample, and how near it is. */
export interface Visibility {
  width: number
  height: number
  /** Number of the triangle, -1 where nothing is. */
  triangle: Int32Array
  /** Larger is nearer; see `projectVertices`. */
  nearness: Float32Array
}

const kept = new Map<string, Visibility>()

/** Thirty megabytes for each picture would be mostly the collector's work: buffers of one size are used again. */
function takeBuffers(width: number, height: number): Visibility {
  const key = `${width}x${height}`
  const known = kept.get(key)
  const buffers = known ?? {
    width,
    height,
    triangle: new Int32Array(width * height),
    nearness: new Float32Array(width * height),
  }
  kept.set(key, buffers)
  buffers.triangle.fill(-1)
  buffers.nearness.fill(Number.NEGATIVE_INFINITY)
  return buffers
}

/**
 * Finds what is seen at each sample by comparing depths: no order of the triangles is needed.
 * The answer holds until the next call of the same size.
 *
 * @param without a material that is left out
 */
export function rasterise(
  projected: Float32Array,
  triangles: readonly number[],
  size: { width: number; height: number },
  without = -1,
): Visibility {
  const { width, height } = size
  const seen = takeBuffers(width, height)
  const { triangle, nearness } = seen
  for (let t = 0; t < triangles.length; t += 4) {
    if (triangles[t + 3] === without) continue
    const a = (triangles[t] ?? 0) * 3
    const b = (triangles[t + 1] ?? 0) * 3
    const c = (triangles[t + 2] ?? 0) * 3
    const ax = projected[a] ?? 0
    const ay = projected[a + 1] ?? 0
    const bx = projected[b] ?? 0
    const by = projected[b + 1] ?? 0
    const cx = projected[c] ?? 0
    const cy = projected[c + 1] ?? 0
    const area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
    if (Math.abs(area) < 1e-6) continue
    const top = Math.max(0, Math.ceil(Math.min(ay, by, cy) - 0.5))
    const bottom = Math.min(height - 1, Math.floor(Math.max(ay, by, cy) - 0.5))
    // Nearness is linear on the screen: one step to the right adds a constant.
    const az = projected[a + 2] ?? 0
    const bz = projected[b + 2] ?? 0
    const cz = projected[c + 2] ?? 0
    const stepX = ((bz - az) * (cy - ay) - (cz - az) * (by - ay)) / area
    const stepY = ((cz - az) * (bx - ax) - (bz - az) * (cx - ax)) / area
    const origin = az - ax * stepX - ay * stepY
    const number = t >> 2
    for (let y = top; y <= bottom; y++) {
      const middle = y + 0.5
      // The row's span lies between those two of the three edges that cross it.
      let from = Number.POSITIVE_INFINITY
      let to = Number.NEGATIVE_INFINITY
      if (ay <= middle !== by <= middle) {
        const x = ax + ((middle - ay) / (by - ay)) * (bx - ax)
        if (x < from) from = x
        if (x > to) to = x
      }
      if (by <= middle !== cy <= middle) {
        const x = bx + ((middle - by) / (cy - by)) * (cx - bx)
        if (x < from) from = x
        if (x > to) to = x
      }
      if (cy <= middle !== ay <= middle) {
        const x = cx + ((middle - cy) / (ay - cy)) * (ax - cx)
        if (x < from) from = x
        if (x > to) to = x
      }
      const first = Math.max(0, Math.ceil(from - 0.5))
      const last = Math.min(width - 1, Math.ceil(to - 0.5) - 1)
      let near = origin + (first + 0.5) * stepX + middle * stepY
      const end = y * width + last
      for (let index = y * width + first; index <= end; index++) {
        if (near > (nearness[index] ?? 0)) {
          nearness[index] = near
          triangle[index] = number
        }
        near += stepX
      }
    }
  }
  return seen
}
