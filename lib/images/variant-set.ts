import { listWidths, type VariantFormat, type VariantWidth, variantFormats } from './variants.ts'

/** What the owner offers of every picture. */
export interface Offer {
  formats: readonly VariantFormat[]
  /** Pixels; at least the smallest of the fixed widths. */
  maxWidth: number
}

export interface Variant {
  width: VariantWidth
  format: VariantFormat
  /** What `width` comes to: a picture narrower than the smallest width isn't enlarged. */
  pixelWidth: number
}

/** The widths that pages and feeds ask for most come first. */
const widthsByDemand = [640, 1280, 960, 320, 1920] as const satisfies VariantWidth[]
/** `jpg` first: the API's `image` names it and everything can show it. */
const formatsByDemand = ['jpg', 'avif', 'webp'] as const satisfies VariantFormat[]

/** The variants of a picture, best format first, narrow to wide: the order of a `srcset`. */
export function listVariants(pictureWidth: number, offer: Offer): Variant[] {
  const widths = listWidths(pictureWidth).filter((width) => width <= offer.maxWidth)
  return variantFormats
    .filter((format) => offer.formats.includes(format))
    .flatMap((format) =>
      widths.map((width) => ({ width, format, pixelWidth: Math.min(width, pictureWidth) })),
    )
}

/** The same variants in the order in which they will be wanted. */
export function listVariantsByDemand(pictureWidth: number, offer: Offer): Variant[] {
  const rank = ({ format, width }: Variant) =>
    formatsByDemand.indexOf(format) * widthsByDemand.length + widthsByDemand.indexOf(width)
  return listVariants(pictureWidth, offer).sort((a, b) => rank(a) - rank(b))
}
