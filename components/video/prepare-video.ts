import { pickFrameSource } from '#components/prints/use-frame-pictures.ts'
import type { ApiFrame } from '#lib/api/schema/prints.ts'
import { createFrameDrawing } from './draw-frame.ts'
import { findVideoFormat, openVideoEncoding, type VideoFormat } from './encode-video.ts'
import { layoutVideo, timeVideo } from './layout-video.ts'
import { loadPicture, loadPictures, VideoProblem } from './load-pictures.ts'

/** What a video will be, known before its pictures are loaded. */
export interface PreparedVideo {
  format: VideoFormat['name']
  frames: number
  /** Bytes to be loaded, estimated from a few of the pictures. */
  bytes: number
  seconds: number
  /** @param onFrame is called with the number of frames that are done. @throws VideoProblem, what aborts `signal` or fails to encode */
  make(signal: AbortSignal, onFrame: (done: number) => void): Promise<MadeVideo>
}

export interface MadeVideo {
  blob: Blob
  format: VideoFormat['name']
  seconds: number
  /** Frames without a picture that can be shown. */
  missing: number
}

const tooFew = 'The pictures of this print are gone. Reload the page to see what there is.'
const samples = 4

/** `null` where the browser encodes no video. @throws VideoProblem */
export async function prepareVideo(frames: readonly ApiFrame[]): Promise<PreparedVideo | null> {
  const layout = layoutVideo(frames)
  const format = await findVideoFormat(new ImageData(layout.width, layout.height))
  if (format === null) return null
  const sources = frames.map((frame) => pickFrameSource(frame, layout.width))
  const { perSecond, holds, seconds } = timeVideo(frames.length)
  return {
    format: format.name,
    frames: frames.length,
    bytes: (await estimateSize(sources)) * frames.length,
    seconds,
    async make(signal, onFrame) {
      const draw = createFrameDrawing(layout, frames[0]?.captured_at ?? '')
      const encoding = await openVideoEncoding(format, perSecond)
      let [done, drawn] = [0, 0]
      let last: ImageData | null = null
      try {
        for await (const bytes of loadPictures(sources, signal)) {
          const frame = frames[done]
          // One at a time: a decoded picture takes a hundred times its bytes.
          const picture = bytes && (await createImageBitmap(bytes).catch(() => null))
          signal.throwIfAborted()
          if (frame && picture) {
            last = draw(picture, frame)
            picture.close()
            await encoding.add(last)
            drawn += 1
          }
          done += 1
          onFrame(done)
        }
        if (last === null || drawn < 2) throw new VideoProblem(tooFew)
        for (let hold = 0; hold < holds; hold += 1) await encoding.add(last)
        const blob = await encoding.finish()
        signal.throwIfAborted()
        return {
          blob,
          format: format.name,
          seconds: (drawn + holds) / perSecond,
          missing: frames.length - drawn,
        }
      } catch (error) {
        await encoding.cancel().catch(() => undefined)
        throw error
      }
    },
  }
}

/** The mean size of a few pictures, bytes. The browser caches them. */
async function estimateSize(sources: readonly string[]): Promise<number> {
  const step = Math.max(1, Math.floor(sources.length / samples))
  const some = sources.filter((_, index) => index % step === 0).slice(0, samples)
  const { signal } = new AbortController()
  const loaded = await Promise.all(some.map((src) => loadPicture(src, signal)))
  const sizes = loaded.flatMap((blob) => blob?.size ?? [])
  return sizes.reduce((sum, size) => sum + size, 0) / Math.max(1, sizes.length)
}
