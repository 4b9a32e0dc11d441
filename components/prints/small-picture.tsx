import { groupSources, pickSmall } from '#components/printer/sources.ts'
import type { ApiSnapshot } from '#lib/api/schema/printer.ts'

/**
 * A picture in small, brought when it comes into sight. One format and one file: a sheet of two hundred would otherwise be
 * mostly addresses.
 */
export function SmallPicture({
  snapshot,
  className,
  pixels = 320,
  alt = snapshot.alt,
}: {
  snapshot: ApiSnapshot
  className: string
  /** How wide it should at least be. */
  pixels?: number
  /** Where something beside it tells what it shows better than the picture's own text. */
  alt?: string
}) {
  const small = pickSmall(snapshot.sources, pixels)
  return (
    // biome-ignore lint/performance/noImgElement: the variants are made once by the site itself
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
