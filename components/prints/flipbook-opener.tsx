'use client'

import { FramesOpener } from './frames-opener.tsx'

/** A button that opens the flipbook. */
export function FlipbookOpener(print: { printerId: number; number: number; camera: number }) {
  return (
    <FramesOpener
      {...print}
      className="mt-section"
      label="Play time-lapse"
      open={async (loading) => {
        const [{ Flipbook }, frames] = await Promise.all([import('./flipbook.tsx'), loading])
        return <Flipbook frames={frames} />
      }}
    />
  )
}
