'use client'

import { type KeyboardEvent, useMemo, useState } from 'react'
import { Detail } from '#components/printer/detail.tsx'
import { formatHeaterName } from '#components/printer/heater-name.ts'
import { formatLength } from '#lib/api/format-length.ts'
import type { ApiFrame } from '#lib/api/schema/prints.ts'
import { formatProgress } from '#lib/api/sentences.ts'
import { formatTemperature } from '#lib/api/temperatures.ts'
import { getPageSettings } from '#lib/site/page-settings.ts'
import { FlipbookCanvas } from './flipbook-canvas.tsx'
import { FlipbookControls } from './flipbook-controls.tsx'
import { useFramePictures } from './use-frame-pictures.ts'
import { usePlayback } from './use-playback.ts'

/** Plays a print's pictures with the readings at each. */
export function Flipbook({ frames }: { frames: readonly ApiFrame[] }) {
  const pictures = useFramePictures(frames)
  const [framesPerSecond, setFramesPerSecond] = useState(8)
  const playback = usePlayback(frames.length, framesPerSecond, (index) => pictures.has(index))
  const frame = frames[playback.index]
  const heaters = useMemo(() => listHeaters(frames), [frames])
  const first = frames[0]
  if (frame === undefined || first === undefined) return null

  // On a button or select the space bar keeps its own meaning; elsewhere it plays and pauses.
  const onKeyDown = (event: KeyboardEvent) => {
    const isButton = event.target instanceof HTMLButtonElement
    if (event.key !== ' ' || isButton || event.target instanceof HTMLSelectElement) return
    event.preventDefault()
    playback.toggle()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: handles keys that bubble up from the controls
    <div className="flipbook mt-section gap-y-5" onKeyDown={onKeyDown}>
      <FlipbookCanvas
        count={frames.length}
        first={first}
        frame={frame}
        onScrub={playback.seek}
        picture={pictures.get(playback.index)}
      />
      <FlipbookReading first={first} frame={frame} heaters={heaters} />
      <FlipbookControls
        frames={frames}
        framesPerSecond={framesPerSecond}
        loaded={pictures.size}
        onSpeed={setFramesPerSecond}
        playback={playback}
      />
    </div>
  )
}

function listHeaters(frames: readonly ApiFrame[]): string[] {
  return [...new Set(frames.flatMap(({ temperatures }) => Object.keys(temperatures ?? {})))]
}

/** The printer's readings at the shown frame. Every frame has the same rows, so that nothing below moves. */
function FlipbookReading({
  frame,
  first,
  heaters,
}: {
  frame: ApiFrame
  first: ApiFrame
  /** All heaters of all frames. */
  heaters: readonly string[]
}) {
  const seconds = (Date.parse(frame.captured_at) - Date.parse(first.captured_at)) / 1000
  return (
    <dl className="facts flipbook-reading content-start">
      <Detail label="Progress">
        {frame.progress === null ? '–' : formatProgress(frame.progress)}
      </Detail>
      {heaters.map((heater) => (
        <Detail key={heater} label={formatHeaterName(heater)}>
          {formatTemperature(frame.temperatures?.[heater]?.actual ?? null, getPageSettings())}
        </Detail>
      ))}
      <Detail label="Time" note="since the first picture">
        {formatLength(seconds)}
      </Detail>
    </dl>
  )
}
