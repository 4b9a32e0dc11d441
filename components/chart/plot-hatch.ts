import type uPlot from 'uplot'

/** Hatches the spans without data, below the lines. */
export function drawGaps(plot: uPlot, gaps: readonly [number, number][], colour: string): void {
  const { ctx, bbox } = plot
  const ratio = devicePixelRatio
  const hatch = ctx.createPattern(drawTile(8 * ratio, 1.5 * ratio, colour), 'repeat')
  if (hatch === null) return
  ctx.save()
  ctx.fillStyle = hatch
  for (const [from, to] of gaps) {
    const left = Math.max(bbox.left, plot.valToPos(from, 'x', true))
    const right = Math.min(bbox.left + bbox.width, plot.valToPos(to, 'x', true))
    if (right > left) ctx.fillRect(left, bbox.top, right - left, bbox.height)
  }
  ctx.restore()
}

function drawTile(size: number, width: number, colour: string): HTMLCanvasElement {
  const tile = document.createElement('canvas')
  tile.width = size
  tile.height = size
  const context = tile.getContext('2d')
  if (context === null) return tile
  context.strokeStyle = colour
  context.lineWidth = width
  // Also draw the neighbours' corners, so that the lines continue across tile edges.
  for (const shift of [-size, 0, size]) {
    context.moveTo(shift - size, 2 * size)
    context.lineTo(shift + 2 * size, -size)
  }
  context.stroke()
  return tile
}
