/** Which triangle is seen at each sample, and how near it is. */
export interface Visibility {
  width: number
  height: number
  /** Number of the triangle, -1 where nothing is. */
  triangle: Int32Array
  /** Larger is nearer; see `projectVertices`. */
  nearness: Float32Array
}

/** Finds what is seen at each sample by comparing depths: no order of the triangles is needed. */
export function rasterise(
  projected: Float32Array,
  triangles: readonly number[],
  size: { width: number; height: number },
): Visibility {
  const { width, height } = size
  const triangle = new Int32Array(width * height).fill(-1)
  const nearness = new Float32Array(width * height).fill(Number.NEGATIVE_INFINITY)
  for (let t = 0; t < triangles.length; t += 4) {
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

    const left = Math.max(0, Math.ceil(Math.min(ax, bx, cx) - 0.5))
    const right = Math.min(width - 1, Math.floor(Math.max(ax, bx, cx) - 0.5))
    const top = Math.max(0, Math.ceil(Math.min(ay, by, cy) - 0.5))
    const bottom = Math.min(height - 1, Math.floor(Math.max(ay, by, cy) - 0.5))
    // Weights of a, b and c are linear on the screen, so is nearness: one step right or down adds a constant.
    const stepAx = (by - cy) / area
    const stepAy = (cx - bx) / area
    const stepBx = (cy - ay) / area
    const stepBy = (ax - cx) / area
    const az = projected[a + 2] ?? 0
    const bz = projected[b + 2] ?? 0
    const cz = projected[c + 2] ?? 0
    for (let y = top; y <= bottom; y++) {
      const dx = left + 0.5 - cx
      const dy = y + 0.5 - cy
      let wa = dx * stepAx + dy * stepAy
      let wb = dx * stepBx + dy * stepBy
      let index = y * width + left
      for (let x = left; x <= right; x++) {
        if (wa >= 0 && wb >= 0 && wa + wb <= 1) {
          const near = wa * az + wb * bz + (1 - wa - wb) * cz
          if (near > (nearness[index] ?? 0)) {
            nearness[index] = near
            triangle[index] = t >> 2
          }
        }
        wa += stepAx
        wb += stepBx
        index++
      }
    }
  }
  return { width, height, triangle, nearness }
}
