import { type PictureFormat, pictureFormats } from '#lib/api/picture-formats.ts'

/** Offered widths, in pixels; no other width is ever rendered. */
export const variantWidths = [320, 640, 960, 1280, 1920] as const
type VariantWidth = (typeof variantWidths)[number]

/** Which variants of every picture the owner publishes. */
export interface Offer {
  formats: readonly PictureFormat[]
  /** Pixels; at least the smallest of the fixed widths. */
  maxWidth: number
}

export interface Variant {
  width: VariantWidth
  format: PictureFormat
  /** The width in pixels of the rendered file: a picture narrower than the smallest width isn't enlarged. */
  pixelWidth: number
}

/** Pages and feeds request the first ones most. */
const widthsByDemand = [640, 1280, 960, 320, 1920] as const satisfies VariantWidth[]
/** `jpg` first: the API's `image` links to it, and every browser shows it. */
const formatsByDemand = ['jpg', 'avif', 'webp'] as const satisfies PictureFormat[]

/** The variants of a picture, best format first, narrow to wide: the order of a `srcset`. */
export function listVariants(pictureWidth: number, offer: Offer): Variant[] {
  const notWider = variantWidths.filter((width) => width <= pictureWidth)
  const widths = notWider.length > 0 ? notWider : [variantWidths[0]]
  const offered = widths.filter((width) => width <= offer.maxWidth)
  return pictureFormats
    .filter((format) => offer.formats.includes(format))
    .flatMap((format) =>
      offered.map((width) => ({ width, format, pixelWidth: Math.min(width, pictureWidth) })),
    )
}

/** The same variants, the most requested first. */
export function listVariantsByDemand(pictureWidth: number, offer: Offer): Variant[] {
  const rank = ({ format, width }: Variant) =>
    formatsByDemand.indexOf(format) * widthsByDemand.length + widthsByDemand.indexOf(width)
  return listVariants(pictureWidth, offer).sort((a, b) => rank(a) - rank(b))
}
