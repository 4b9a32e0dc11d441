/** Red, green and blue from 0 to 1, with sRGB's transfer function. */
type Rgb = readonly [red: number, green: number, blue: number]

/** Lightness from 0 to 1, chroma, and hue in radians. */
export interface Oklch {
  lightness: number
  chroma: number
  hue: number
}

/*
 * The conversions between sRGB and OKLCH (Björn Ottosson, 2020; CSS Color 4) and the contrast of WCAG 2. These are all that a palette
 * needs: a library would add 150 kB and a dependency for two matrices.
 */

const toLinear = (part: number) =>
  part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
const toGamma = (part: number) =>
  part <= 0.003_130_8 ? part * 12.92 : 1.055 * part ** (1 / 2.4) - 0.055

/** @param hex "#rrggbb" */
function parseHex(hex: string): Rgb {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(
    (at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255,
  )
  return [red, green, blue]
}

/** @param hex "#rrggbb" */
export function toOklch(hex: string): Oklch {
  const [r, g, b] = parseHex(hex).map(toLinear) as unknown as Rgb // map loses the length
  const l = Math.cbrt(0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b)
  const m = Math.cbrt(0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b)
  const s = Math.cbrt(0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b)
  const a = 1.977_998_495_1 * l - 2.428_592_205 * m + 0.450_593_709_9 * s
  const c = 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766 * s
  return {
    lightness: 0.210_454_255_3 * l + 0.793_617_785 * m - 0.004_072_046_8 * s,
    chroma: Math.hypot(a, c),
    hue: Math.atan2(c, a),
  }
}

function toRgb({ lightness, chroma, hue }: Oklch): Rgb {
  const a = chroma * Math.cos(hue)
  const b = chroma * Math.sin(hue)
  const l = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b) ** 3
  const m = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b) ** 3
  const s = (lightness - 0.089_484_177_5 * a - 1.291_485_548 * b) ** 3
  return [
    toGamma(4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s),
    toGamma(-1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s),
    toGamma(-0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701 * s),
  ]
}

/** The colour as "#rrggbb". One that no screen shows loses chroma, and keeps lightness and hue. */
export function toHex(colour: Oklch): string {
  const lightness = Math.min(1, Math.max(0, colour.lightness))
  let rgb = toRgb({ ...colour, lightness })
  if (!isShown(rgb)) {
    let [shown, tooMuch] = [0, colour.chroma]
    for (let step = 0; step < 8; step += 1) {
      const chroma = (shown + tooMuch) / 2
      if (isShown(toRgb({ ...colour, lightness, chroma }))) shown = chroma
      else tooMuch = chroma
    }
    rgb = toRgb({ ...colour, lightness, chroma: shown })
  }
  const parts = rgb.map((part) => Math.round(255 * Math.min(1, Math.max(0, part))))
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`
}

function isShown(rgb: Rgb): boolean {
  return rgb.every((part) => part > -0.001 && part < 1.001)
}

/** Mixes two colours in OKLab, as CSS's `color-mix(in oklab, ...)`. @param share of the first, from 0 to 1 */
export function mix(first: string, share: number, second: string): string {
  const [a, b] = [toOklch(first), toOklch(second)]
  const blend = (pick: (colour: Oklch) => number) => share * pick(a) + (1 - share) * pick(b)
  const x = blend(({ chroma, hue }) => chroma * Math.cos(hue))
  const y = blend(({ chroma, hue }) => chroma * Math.sin(hue))
  return toHex({
    lightness: blend(({ lightness }) => lightness),
    chroma: Math.hypot(x, y),
    hue: Math.atan2(y, x),
  })
}

/** Relative luminance of WCAG 2, from 0 to 1. @param hex "#rrggbb" */
export function getLuminance(hex: string): number {
  const [red, green, blue] = parseHex(hex).map(toLinear) as unknown as Rgb // map loses the length
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** Whether white has more contrast with it than black. */
export function isDarkColour(hex: string): boolean {
  return getLuminance(hex) < 0.179
}

/** The contrast of WCAG 2, from 1 to 21. */
export function getContrast(first: string, second: string): number {
  const [a, b] = [getLuminance(first) + 0.05, getLuminance(second) + 0.05]
  return Math.max(a, b) / Math.min(a, b)
}
