/** Offered widths, in pixels; nothing else is ever made. */
export const variantWidths = [320, 640, 960, 1280, 1920] as const
export type VariantWidth = (typeof variantWidths)[number]

/** Best first. `jpg` can't be switched off: everything can show it. */
export const variantFormats = ['avif', 'webp', 'jpg'] as const
export type VariantFormat = (typeof variantFormats)[number]

export const mediaTypes = {
  avif: 'image/avif',
  webp: 'image/webp',
  jpg: 'image/jpeg',
} as const satisfies Record<VariantFormat, string>

/** The widths offered of a picture: never enlarged, but always at least the smallest. */
export function listWidths(pictureWidth: number): VariantWidth[] {
  const widths = variantWidths.filter((width) => width <= pictureWidth)
  return widths.length > 0 ? widths : [variantWidths[0]]
}
