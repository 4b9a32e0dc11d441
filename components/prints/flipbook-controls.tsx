import { useEffect, useRef } from 'react'
import type { ApiFrame } from '#lib/api/schema/prints.ts'
import { formatProgress } from '#lib/api/sentences.ts'
import { formatZonedClock } from '#lib/api/times.ts'
import { getPageSettings } from '#lib/site/page-settings.ts'
import type { Playback } from './use-playback.ts'

const speeds = [
  { framesPerSecond: 3, label: 'Slow' },
  { framesPerSecond: 8, label: 'Normal' },
  { framesPerSecond: 20, label: 'Fast' },
]

export function FlipbookControls({
  frames,
  playback,
  framesPerSecond,
  onSpeed,
  loaded,
}: {
  frames: readonly ApiFrame[]
  playback: Playback
  framesPerSecond: number
  onSpeed(framesPerSecond: number): void
  /** How many frames have loaded or failed for good. */
  loaded: number
}) {
  const playRef = useRef<HTMLButtonElement>(null)
  // The button that opened the flipbook is gone: move keyboard focus here, and show all of the controls.
  useEffect(() => {
    playRef.current?.focus({ preventScroll: true })
    playRef.current?.parentElement?.scrollIntoView({ block: 'nearest' })
  }, [])
  const frame = frames[playback.index]
  return (
    <div className="flipbook-controls flex flex-wrap items-center gap-x-5 gap-y-3">
      <button
        className="button label min-w-26"
        onClick={playback.toggle}
        ref={playRef}
        type="button"
      >
        {playback.isPlaying ? 'Pause' : 'Play'}
      </button>
      <input
        aria-label="Frame"
        aria-valuetext={frame && describeFrame(frame, playback.index, frames.length)}
        className="flipbook-scrub min-h-11 flex-[1_1_12rem] accent-accent"
        max={frames.length - 1}
        min={0}
        onChange={(event) => playback.seek(event.currentTarget.valueAsNumber)}
        type="range"
        value={playback.index}
      />
      <label className="inline-flex items-center gap-2.5">
        <span className="label">Speed</span>
        <select
          className="field px-2"
          onChange={(event) => onSpeed(Number(event.currentTarget.value))}
          value={framesPerSecond}
        >
          {speeds.map((speed) => (
            <option key={speed.label} value={speed.framesPerSecond}>
              {speed.label}
            </option>
          ))}
        </select>
      </label>
      <p className="basis-full label text-quiet">
        {`${playback.index + 1} of ${frames.length}${loaded < frames.length ? `, ${loaded} loaded` : ''}`}
      </p>
    </div>
  )
}

function describeFrame(frame: ApiFrame, index: number, count: number): string {
  const at = new Date(frame.captured_at)
  const clock = formatZonedClock(at, getPageSettings())
  const progress = frame.progress === null ? '' : `, ${formatProgress(frame.progress)}`
  return `${index + 1} of ${count}, ${clock}${progress}`
}
