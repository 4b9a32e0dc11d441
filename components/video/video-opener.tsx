'use client'

import { useSyncExternalStore } from 'react'
import { FramesOpener } from '#components/prints/frames-opener.tsx'

const never = () => () => undefined

/** A button that makes a video of a print's frames, where the browser can encode one. */
export function VideoOpener({
  fileName,
  pictures,
  ...print
}: {
  printerId: number
  number: number
  camera: number
  /** Without the ending. */
  fileName: string
  /** How many pictures the print has; its frames may be fewer. */
  pictures: number
}) {
  const canEncode = useSyncExternalStore(
    never,
    () => 'VideoEncoder' in window,
    () => true,
  )
  if (!canEncode) return null
  return (
    <FramesOpener
      {...print}
      className="mt-5"
      label="Make a video to share"
      open={async (loading, close) => {
        const [{ VideoPanel, prepareVideo }, frames] = await Promise.all([
          import('./video-panel.tsx'),
          loading,
        ])
        const video = await prepareVideo(frames)
        return <VideoPanel fileName={fileName} onClose={close} pictures={pictures} video={video} />
      }}
    />
  )
}
