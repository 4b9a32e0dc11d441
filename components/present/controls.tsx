import { printerPagePath } from '#lib/api/paths.ts'
import type { Replay } from './use-replay.ts'
import type { FullScreen } from './use-screen.ts'

/** Controls of the presentation, hidden while the mouse is idle. Each names its key. */
export function Controls({
  printerId,
  fullScreen,
  replay,
}: {
  printerId: number
  fullScreen: FullScreen
  replay: Replay | null
}) {
  return (
    <nav aria-label="Presentation" className="present-controls label">
      {replay !== null && (
        <>
          <button onClick={() => replay.step(-1)} title="Left arrow key" type="button">
            Back
          </button>
          <button onClick={replay.toggle} title="Space bar" type="button">
            {replay.isPlaying ? 'Pause' : 'Play'}
          </button>
          <button onClick={() => replay.step(1)} title="Right arrow key" type="button">
            Next
          </button>
          <a href="?replay=off">Live only</a>
        </>
      )}
      {fullScreen.isFull !== null && (
        <button onClick={fullScreen.toggle} title="F" type="button">
          {fullScreen.isFull ? 'Leave full screen (F)' : 'Full screen (F)'}
        </button>
      )}
      <a href={printerPagePath(printerId)}>Printer page</a>
    </nav>
  )
}
