import { useEffect, useId, useRef, useState } from 'react'
import { AccentProgress } from '#components/layout/accent-stroke.tsx'
import { describeCost, describeVideo } from './describe-video.ts'
import { VideoProblem } from './load-pictures.ts'
import type { PreparedVideo } from './prepare-video.ts'

export { prepareVideo } from './prepare-video.ts'

/** `text` is announced. */
type Making = { text: string } & (
  | { is: 'ready' | 'failed' }
  | { is: 'working'; done: number }
  | { is: 'done'; file: File; url: string }
)

/** Says what a video will cost, makes it, and offers it to be shared or saved. */
export function VideoPanel({
  video,
  pictures,
  fileName,
  onClose,
}: {
  /** `null`: the browser encodes no video. */
  video: PreparedVideo | null
  pictures: number
  fileName: string
  onClose(): void
}) {
  const [making, setMaking] = useState<Making>(
    video === null
      ? { is: 'failed', text: unsupported }
      : { is: 'ready', text: describeCost(video, pictures) },
  )
  const work = useRef<AbortController>(null)
  const panel = useRef<HTMLElement>(null)
  const statusId = useId()
  const url = making.is === 'done' ? making.url : null

  // The control with the keyboard's focus is gone. "Cancel" doesn't get it: a second Enter would cancel.
  useEffect(() => {
    const { activeElement } = document
    if (activeElement !== document.body && activeElement !== panel.current) return
    const next = making.is === 'working' ? null : panel.current?.querySelector('button, a')
    const target = next instanceof HTMLElement ? next : panel.current
    target?.focus()
  }, [making.is])
  useEffect(() => () => work.current?.abort(), [])
  useEffect(() => () => void (url !== null && URL.revokeObjectURL(url)), [url])

  async function make(prepared: PreparedVideo) {
    work.current = new AbortController()
    const { signal } = work.current
    const show = (done: number) => setMaking({ is: 'working', text: 'Making the video…', done })
    show(0)
    try {
      const made = await prepared.make(signal, show)
      const { type } = made.blob
      const file = new File([made.blob], `${fileName}.${prepared.format.toLowerCase()}`, { type })
      setMaking({ is: 'done', text: describeVideo(made), file, url: URL.createObjectURL(file) })
    } catch (error) {
      if (signal.aborted) return
      console.warn(error)
      setMaking({ is: 'failed', text: error instanceof VideoProblem ? error.message : stopped })
    }
  }

  async function share(shared: Making & { is: 'done' }) {
    try {
      await navigator.share({ files: [shared.file] })
    } catch (error) {
      // The visitor has changed their mind.
      if (error instanceof Error && error.name === 'AbortError') return
      setMaking({ ...shared, text: 'This browser couldn’t share it. Save it instead.' })
    }
  }

  return (
    <section aria-label="Video to share" className="mt-5" ref={panel} tabIndex={-1}>
      <p className="max-w-[34em]" id={statusId} role="status">
        {making.text}
      </p>
      {making.is === 'working' && video !== null && (
        <VideoProgress done={making.done} frames={video.frames} />
      )}
      <p className="mt-4 flex flex-wrap items-center gap-x-5 gap-y-3">
        {making.is === 'done' && navigator.canShare?.({ files: [making.file] }) && (
          <button className="button label" onClick={() => void share(making)} type="button">
            Share video
          </button>
        )}
        {making.is === 'done' && (
          <a
            className="button label inline-flex items-center"
            download={making.file.name}
            href={making.url}
          >
            Save video
          </a>
        )}
        {video !== null && (making.is === 'ready' || making.is === 'failed') && (
          <button
            aria-describedby={statusId}
            className="button label"
            onClick={() => void make(video)}
            type="button"
          >
            {making.is === 'ready' ? 'Load and make it' : 'Try again'}
          </button>
        )}
        <button className="text-link min-h-11" onClick={onClose} type="button">
          {making.is === 'ready' || making.is === 'working' ? 'Cancel' : 'Close'}
        </button>
      </p>
    </section>
  )
}

const unsupported =
  'This browser can’t encode video. Use another one, or the animated WebP, which this page has once the print is over.'
const stopped = 'This browser stopped encoding the video. Try again with fewer open tabs.'

function VideoProgress({ done, frames }: { done: number; frames: number }) {
  return (
    <div className="max-w-96">
      <progress aria-label="Making the video" className="sr-only" max={frames} value={done} />
      <AccentProgress percent={(100 * done) / frames} />
      <p className="text-small text-quiet">{`${done} of ${frames} pictures`}</p>
    </div>
  )
}
