import {
  BufferTarget,
  Mp4OutputFormat,
  Output,
  QUALITY_HIGH,
  VideoSample,
  VideoSampleSource,
  WebMOutputFormat,
} from 'mediabunny'
import { colorSpace, toI420 } from './to-i420.ts'

/** Best first: MP4 plays everywhere, also in what people share with. */
const formats = [
  { name: 'MP4', codec: 'avc', create: () => new Mp4OutputFormat() },
  { name: 'WebM', codec: 'vp9', create: () => new WebMOutputFormat() },
] as const

export type VideoFormat = (typeof formats)[number]

export interface VideoEncoding {
  /** Encodes the next frame; waits while the encoder is behind. */
  add(picture: ImageData): Promise<void>
  finish(): Promise<Blob>
  cancel(): Promise<void>
}

/** An encoder that hasn't answered by then counts as none. */
const testTimeoutMs = 10_000

/**
 * The best format in which the browser encodes such a picture, or `null`. Asking the browser is not enough: Firefox says that
 * it can encode H.264 where it can't.
 */
export async function findVideoFormat(picture: ImageData): Promise<VideoFormat | null> {
  for (const format of formats) {
    const { promise, resolve } = Promise.withResolvers<boolean>()
    setTimeout(resolve, testTimeoutMs, false)
    encodeOne(format, picture).then(
      () => resolve(true),
      () => resolve(false),
    )
    if (await promise) return format
  }
  return null
}

async function encodeOne(format: VideoFormat, picture: ImageData): Promise<void> {
  const encoding = await openVideoEncoding(format, 1)
  await encoding.add(picture)
  await encoding.finish()
}

/** @throws what the browser's encoder throws, here or in any method */
export async function openVideoEncoding(
  format: VideoFormat,
  framesPerSecond: number,
): Promise<VideoEncoding> {
  const target = new BufferTarget()
  const output = new Output({ format: format.create(), target })
  const source = new VideoSampleSource({ codec: format.codec, quality: QUALITY_HIGH })
  output.addVideoTrack(source, { frameRate: framesPerSecond })
  await output.start()
  let count = 0
  return {
    async add(picture) {
      const sample = new VideoSample(toI420(picture), {
        format: 'I420',
        codedWidth: picture.width,
        codedHeight: picture.height,
        timestamp: count / framesPerSecond,
        duration: 1 / framesPerSecond,
        colorSpace,
      })
      count += 1
      try {
        await source.add(sample)
      } finally {
        sample.close()
      }
    },
    async finish() {
      await output.finalize()
      return new Blob([target.buffer ?? ''], { type: `video/${format.name.toLowerCase()}` })
    },
    cancel: () => output.cancel(),
  }
}
