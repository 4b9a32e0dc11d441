import { formatBytes } from '#lib/api/format-bytes.ts'
import type { MadeVideo, PreparedVideo } from './prepare-video.ts'

/** @param pictures how many the print has: the video may have fewer frames */
export function describeCost(
  { frames, bytes, format, seconds }: Omit<PreparedVideo, 'make'>,
  pictures: number,
): string {
  const some =
    pictures > frames ? `${frames} of ${pictures} pictures, evenly chosen` : `${frames} pictures`
  return `${some}, about ${formatBytes(bytes)}, are loaded for ${formatFilm(format, seconds)}. It is made in this browser, and nothing is uploaded.`
}

export function describeVideo({ blob, format, seconds, missing }: MadeVideo): string {
  const size = `${formatFilm(format, seconds)}, ${formatBytes(blob.size)}`
  const pictures = missing === 1 ? '1 picture' : `${missing} pictures`
  const without = missing === 0 ? '' : ` Without ${pictures} that couldn’t be loaded.`
  return `Ready: ${size}.${without}`
}

/** "an MP4 of 12 seconds" */
function formatFilm(format: PreparedVideo['format'], seconds: number): string {
  return `${format === 'MP4' ? 'an' : 'a'} ${format} of ${Math.round(seconds)} seconds`
}
