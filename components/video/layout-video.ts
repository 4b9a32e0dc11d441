/** What a video is drawn in, pixels; all even, as H.264 requires. */
export interface VideoLayout {
  width: number
  /** Of the picture and the band together. */
  height: number
  pictureHeight: number
  fontPixels: number
}

/** The site's variants for flipbooks are no wider. */
const maxWidth = 960
const maxPictureHeight = 1280
/** A smaller camera's picture is enlarged, so that the text can be read. */
const minWidth = 480
const minFontPixels = 16

/** Pictures of the most frequent size fill the video; others are fitted into it. Below them is a band for text. */
export function layoutVideo(frames: readonly { width: number; height: number }[]): VideoLayout {
  const sizes = Map.groupBy(frames, ({ width, height }) => `${width} ${height}`)
  const [usual = []] = [...sizes.values()].sort((a, b) => b.length - a.length)
  const { width: wide, height: high } = usual[0] ?? { width: 16, height: 9 }
  const width = toEven(
    Math.min(Math.max(Math.min(wide, maxWidth), minWidth), (maxPictureHeight * wide) / high),
  )
  const pictureHeight = toEven((width * high) / wide)
  const fontPixels = Math.max(minFontPixels, Math.round(width / 30))
  return { width, pictureHeight, height: pictureHeight + toEven(fontPixels * 2.2), fontPixels }
}

function toEven(pixels: number): number {
  return Math.max(2, Math.round(pixels / 2) * 2)
}

const playSeconds = 12
/** The last picture is shown longer. */
const holdSeconds = 2

/** A few frames are shown slowly, many fast. `holds`: how often the last one is repeated. */
export function timeVideo(frames: number) {
  const perSecond = Math.min(15, Math.max(4, Math.round(frames / playSeconds)))
  const holds = holdSeconds * perSecond
  return { perSecond, holds, seconds: (frames + holds) / perSecond }
}
