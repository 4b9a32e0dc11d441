import { formatLength } from '#lib/api/format-length.ts'
import type { ApiFrame } from '#lib/api/schema/prints.ts'
import { formatProgress } from '#lib/api/sentences.ts'
import { formatMoment } from '#lib/api/times.ts'
import { getPageSettings } from '#lib/site/page-settings.ts'
import type { VideoLayout } from './layout-video.ts'

type DrawFrame = (picture: ImageBitmap, frame: ApiFrame) => ImageData

/**
 * Draws pictures, each whatever its size, and below it when it was taken, the progress, and the time since `firstAt`: the printer's
 * time, also where pictures are missing. Colours and typeface are those of the page.
 */
export function createFrameDrawing(
  { width, height, pictureHeight, fontPixels }: VideoLayout,
  firstAt: string,
): DrawFrame {
  const canvas = Object.assign(document.createElement('canvas'), { width, height })
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true })
  if (context === null) throw new Error('The browser has no memory for a canvas.')
  const style = getComputedStyle(document.querySelector('.full-frame') ?? document.body)
  const accent = style.getPropertyValue('--color-accent')
  const fonts = style.fontFamily
  const padding = fontPixels * 0.75
  const lineHeight = Math.round(fontPixels / 5)
  const middle = (pictureHeight + lineHeight + height) / 2
  const settings = getPageSettings()
  const fill = (colour: string, ...box: [x: number, y: number, width: number, height: number]) => {
    context.fillStyle = colour
    context.fillRect(...box)
  }

  return (picture, frame) => {
    fill(style.backgroundColor, 0, 0, width, height)
    const scale = Math.min(width / picture.width, pictureHeight / picture.height)
    const [wide, high] = [picture.width * scale, picture.height * scale]
    context.drawImage(picture, (width - wide) / 2, (pictureHeight - high) / 2, wide, high)

    const { progress, captured_at: at } = frame
    const length = formatLength((Date.parse(at) - Date.parse(firstAt)) / 1000)
    const left = formatMoment(new Date(at), settings)
    const right = progress === null ? length : `${formatProgress(progress)} · ${length}`
    if (progress !== null) fill(accent, 0, pictureHeight, (width * progress) / 100, lineHeight)

    const setFont = (pixels: number) => {
      context.font = `650 ${pixels}px ${fonts}`
    }
    setFont(fontPixels)
    const needed = context.measureText(`${left}   ${right}`).width
    setFont(fontPixels * Math.min(1, (width - 2 * padding) / needed))
    context.textBaseline = 'middle'
    context.fillStyle = style.color
    context.textAlign = 'left'
    context.fillText(left, padding, middle)
    context.textAlign = 'right'
    context.fillText(right, width - padding, middle)
    return context.getImageData(0, 0, width, height)
  }
}
