import { pickSmall } from '#components/printer/pick-small.ts'
import { groupSources } from '#components/printer/sources.ts'
import type { ApiSnapshot } from '#lib/api/schema/printer.ts'

/**
 * A thumbnail, loaded lazily. One format and one URL: a sheet of two hundred would otherwise be mostly URLs.
 */
export function SmallPicture({
  snapshot,
  className,
  pixels = 320,
  alt = '3D printer',
}: {
  snapshot: ApiSnapshot
  className: string
  /** Minimum width. */
  pixels?: number
  /** What the text next to it doesn't say. */
  alt?: string
}) {
  const small = pickSmall(snapshot.sources, pixels)
  return (
    // biome-ignore lint/performance/noImgElement: the site renders the variants itself
    <img
      alt={alt}
      className={className}
      decoding="async"
      height={snapshot.height}
      loading="lazy"
      src={small}
      width={snapshot.width}
    />
  )
}

/** The largest JPEG, as a path of this site. */
export function largestJpeg(snapshot: ApiSnapshot): string {
  return groupSources(snapshot.sources).plain.src
}
