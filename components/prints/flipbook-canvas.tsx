import { type PointerEvent, useLayoutEffect, useRef } from 'react'
import { withoutTime } from '#components/printer/sources.ts'
import { Timestamp } from '#components/printer/timestamp.tsx'
import type { ApiFrame } from '#lib/api/schema/prints.ts'

/**
 * Draws every frame at the same place and size, whatever its own, so that nothing moves and nothing flashes. Dragging over it
 * scrubs.
 */
export function FlipbookCanvas({
  frame,
  first,
  picture,
  count,
  onScrub,
}: {
  frame: ApiFrame
  first: ApiFrame
  picture: HTMLImageElement | null | undefined
  count: number
  onScrub(index: number): void
}) {
  const canvasRef = useRef<HTMLCanvasElement>(null)
  const width = Math.min(first.width, 960)
  const height = Math.round((width * first.height) / first.width)

  useLayoutEffect(() => {
    const context = canvasRef.current?.getContext('2d')
    if (!context || !picture) return
    const scale = Math.min(width / picture.naturalWidth, height / picture.naturalHeight)
    const [wide, high] = [picture.naturalWidth * scale, picture.naturalHeight * scale]
    context.clearRect(0, 0, width, height)
    context.drawImage(picture, (width - wide) / 2, (height - high) / 2, wide, high)
  }, [picture, width, height])

  const scrub = (event: PointerEvent<HTMLCanvasElement>) => {
    const { left, width: shown } = event.currentTarget.getBoundingClientRect()
    onScrub(Math.floor(((event.clientX - left) / shown) * count))
  }
  return (
    <div className="full-frame flipbook-frame">
      <canvas
        aria-label={withoutTime(frame.alt)}
        className={`flipbook-picture w-full [height:auto] cursor-ew-resize [touch-action:pan-y] ${picture ? '' : 'opacity-30'}`}
        height={height}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          scrub(event)
        }}
        onPointerMove={(event) =>
          event.currentTarget.hasPointerCapture(event.pointerId) && scrub(event)
        }
        ref={canvasRef}
        role="img"
        width={width}
      />
      <p className="full-frame-edge label">
        <Timestamp at={frame.captured_at} />{' '}
        {picture === null && <span>Couldn’t load this frame</span>}
        {picture === undefined && <span>Loading…</span>}
      </p>
    </div>
  )
}
