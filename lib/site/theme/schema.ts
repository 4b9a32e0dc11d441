import { z } from 'zod'
import { toHex } from '#lib/core/oklch.ts'
import { typePairNames } from './type-pairs.ts'

/** These follow the setting's name. */
const example = '"#c4281a" or "oklch(0.54 0.19 30)"'
const quotes = `has to be a colour in quotes, such as ${example}; without quotes YAML takes # for a comment`
const oklch = /^oklch\(\s*([\d.]+)(%?)\s+([\d.]+)\s+(-?[\d.]+)(?:deg)?\s*\)$/i

/** A colour as "#rrggbb", whatever the owner's way to write it. */
const colourSchema = z
  .string({ error: quotes })
  .transform((text, context) => {
    const hex = parseColour(text.trim())
    if (hex !== null) return hex
    context.addIssue({
      code: 'custom',
      message: `is "${text}", which is no colour; write it as ${example}`,
    })
    return z.NEVER
  })
  .optional()

function parseColour(text: string): string | null {
  if (/^#[0-9a-f]{6}$/i.test(text)) return text.toLowerCase()
  if (/^#[0-9a-f]{3}$/i.test(text)) return text.toLowerCase().replace(/[0-9a-f]/g, '$&$&')
  const [, lightness, percent, chroma, degrees] = oklch.exec(text) ?? []
  const numbers = [lightness, chroma, degrees].map(Number)
  if (numbers.some((number) => !Number.isFinite(number))) return null
  const [l = 0, c = 0, h = 0] = numbers
  return toHex({ lightness: percent ? l / 100 : l, chroma: c, hue: (h * Math.PI) / 180 })
}

/** The colours that an owner can set; the others are computed from them. */
const colours = {
  /** The background of the pages. */
  paper: colourSchema,
  ink: colourSchema,
  /** Text of less weight: captions, dates, labels. */
  quiet: colourSchema,
  /** Thin rules. */
  line: colourSchema,
  /** The ring, the progress stroke, the underline of a link. */
  accent: colourSchema,
  /** The background of code. */
  code: colourSchema,
  /** The border of every picture. */
  frame: colourSchema,
  /** What is written on a frame. */
  on_frame: colourSchema,
  on_frame_quiet: colourSchema,
  /** The accent on a frame. */
  frame_accent: colourSchema,
}

const logo = /^(?:portrait|\/(?![/\\]|.*\.\.).+\.(?:svg|png))$/i
const logoAdvice =
  'has to be the path of an SVG or PNG in content/public/, such as "/logo.svg", or "portrait" for the photo of the author'

/** `theme` in site.yaml. */
export const themeSchema = z.strictObject(
  {
    ...colours,
    /** The colours of the dark theme; each that is missing is computed from the light one. */
    dark: z.strictObject(colours, { error: 'has to be a list of colours' }).optional(),
    /** A pair of typefaces that the site has. */
    type: z.enum(typePairNames, { error: `has to be ${typePairNames.join(' or ')}` }).optional(),
    /** A file in content/public/, such as "/logo.svg", or "portrait" for the author's photo. */
    logo: z.string({ error: logoAdvice }).regex(logo, { error: logoAdvice }).optional(),
  },
  { error: 'has to be a list of settings, such as accent: "#c4281a"' },
)

/** What `theme` can contain, and `theme.dark`. */
export const themeKeys = Object.keys(themeSchema.shape)
export const colourKeys = Object.keys(colours)

export type ThemeSettings = z.output<typeof themeSchema>
export type ColourSettings = NonNullable<ThemeSettings['dark']>
