import { type ReactNode, useState } from 'react'
import { toCameraQuery } from '#lib/api/cameras.ts'
import { printApiPath } from '#lib/api/paths.ts'
import type { ApiFrame } from '#lib/api/schema/prints.ts'

/** A slower response counts as a network failure. */
const timeoutMs = 20_000

type Opened =
  | { is: 'closed'; hasBeenOpen: boolean }
  | { is: 'opening' | 'failed' }
  | { is: 'open'; shown: ReactNode }

/** A button that shows something of a print's frames, in its own place; script and frames load only then. */
export function FramesOpener({
  printerId,
  number,
  camera,
  label,
  className,
  open,
}: {
  printerId: number
  number: number
  camera: number
  label: string
  className: string
  /** Loads what is shown while the frames load. `close` brings the button back. */
  open(frames: Promise<readonly ApiFrame[]>, close: () => void): Promise<ReactNode>
}) {
  const [opened, setOpened] = useState<Opened>({ is: 'closed', hasBeenOpen: false })

  async function start() {
    setOpened({ is: 'opening' })
    const close = () => setOpened({ is: 'closed', hasBeenOpen: true })
    try {
      const frames = fetchFrames(
        `${printApiPath(printerId, number)}/frames${toCameraQuery(camera)}`,
      )
      setOpened({ is: 'open', shown: await open(frames, close) })
    } catch {
      setOpened({ is: 'failed' })
    }
  }

  if (opened.is === 'open') return opened.shown
  return (
    <p className={`flex flex-wrap items-center gap-x-5 gap-y-3 noscript:hidden ${className}`}>
      <button
        aria-disabled={opened.is === 'opening'}
        // biome-ignore lint/a11y/noAutofocus: the button that closed it is gone
        autoFocus={opened.is === 'closed' && opened.hasBeenOpen}
        className="button label"
        onClick={() => opened.is !== 'opening' && void start()}
        type="button"
      >
        {opened.is === 'failed' ? 'Try again' : label}
      </button>
      <span role="status">
        {opened.is === 'opening'
          ? 'Loading…'
          : opened.is === 'failed' && 'Couldn’t load the frames. Check your connection.'}
      </span>
    </p>
  )
}

async function fetchFrames(url: string): Promise<ApiFrame[]> {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) })
  if (!response.ok) throw new Error(`${url} responded with ${response.status}`)
  const body = (await response.json()) as { frames: ApiFrame[] } // our own route, typed by the same file
  if (body.frames.length === 0) throw new Error(`${url} has no frames`)
  return body.frames
}
