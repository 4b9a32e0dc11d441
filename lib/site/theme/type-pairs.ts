/** A typeface, and how wide the fallback fonts are in comparison with it. */
interface Typeface {
  family: string
  /** In `fonts/`, without its ending. */
  file: string
  weight: string
  /** In percent: makes typefaces that are drawn larger or smaller than the site's own as large as it. */
  sizeAdjust?: number
  /** Parts of an em. */
  ascent: number
  descent: number
  generic: 'serif' | 'sans-serif'
  fallbacks: readonly Fallback[]
}

interface Fallback {
  font: keyof typeof fallbackFonts
  /** Where a typeface has several weights, those that this font takes the place of. */
  weight: string
  /** In percent: the typeface's advance widths in the site's own sentences, divided by those of this font. */
  size: number
}

/** Liberation Serif and Sans are as wide as Times New Roman and Arial. */
export const fallbackFonts = {
  times: ['Times New Roman', 'TimesNewRomanPSMT', 'Liberation Serif'],
  timesBold: ['Times New Roman Bold', 'TimesNewRomanPS-BoldMT', 'Liberation Serif Bold'],
  notoSerif: ['Noto Serif', 'NotoSerif'],
  notoSerifBold: ['Noto Serif Bold', 'NotoSerif-Bold'],
  arial: ['Arial', 'ArialMT', 'Liberation Sans'],
  arialBold: ['Arial Bold', 'Arial-BoldMT', 'Liberation Sans Bold'],
  roboto: ['Roboto', 'Roboto-Regular'],
  robotoBold: ['Roboto Bold', 'Roboto-Bold'],
} as const

const archivoCondensed: Typeface = {
  family: 'Archivo Condensed',
  file: 'archivo-condensed',
  weight: '650',
  ascent: 0.878,
  descent: 0.21,
  generic: 'sans-serif',
  fallbacks: [
    { font: 'arialBold', weight: '400 800', size: 70.1 },
    { font: 'robotoBold', weight: '400 800', size: 75.4 },
  ],
}

/**
 * The pairs of typefaces that come with the site: one for headlines, text and figures, one for labels (names, captions, the text on a
 * picture's edge). `fonts/README.md` says where they are from.
 */
export const typePairs = {
  piazzolla: {
    text: {
      family: 'Piazzolla',
      file: 'piazzolla',
      weight: '400 800',
      ascent: 1.11,
      descent: 0.31,
      generic: 'serif',
      fallbacks: [
        { font: 'times', weight: '400', size: 107.5 },
        { font: 'timesBold', weight: '600 800', size: 103.1 },
        { font: 'notoSerif', weight: '400', size: 90.4 },
        { font: 'notoSerifBold', weight: '600 800', size: 87.4 },
      ],
    },
    label: {
      family: 'Sofia Sans Condensed',
      file: 'sofia-sans-condensed',
      weight: '650',
      ascent: 0.9,
      descent: 0.3,
      generic: 'sans-serif',
      fallbacks: [
        { font: 'arialBold', weight: '400 800', size: 69 },
        { font: 'robotoBold', weight: '400 800', size: 73.8 },
      ],
    },
  },
  literata: {
    text: {
      family: 'Literata',
      file: 'literata',
      weight: '400 800',
      sizeAdjust: 92,
      ascent: 1.177,
      descent: 0.308,
      generic: 'serif',
      fallbacks: [
        { font: 'times', weight: '400', size: 117.4 },
        { font: 'timesBold', weight: '600 800', size: 118.5 },
        { font: 'notoSerif', weight: '400', size: 99.5 },
        { font: 'notoSerifBold', weight: '600 800', size: 100.6 },
      ],
    },
    label: archivoCondensed,
  },
  grotesk: {
    text: {
      family: 'Hanken Grotesk',
      file: 'hanken-grotesk',
      weight: '400 800',
      ascent: 1,
      descent: 0.303,
      generic: 'sans-serif',
      fallbacks: [
        { font: 'arial', weight: '400', size: 100.8 },
        { font: 'arialBold', weight: '600 800', size: 95.3 },
        { font: 'roboto', weight: '400', size: 101.2 },
        { font: 'robotoBold', weight: '600 800', size: 101 },
      ],
    },
    label: archivoCondensed,
  },
} as const satisfies Record<string, { text: Typeface; label: Typeface }>

export type TypePairName = keyof typeof typePairs
export const typePairNames = Object.keys(typePairs) as [TypePairName, ...TypePairName[]] // Object.keys has no literal types
export const defaultTypePair: TypePairName = 'piazzolla'

export function getTypefaces(
  name: TypePairName,
): readonly { role: 'text' | 'label'; face: Typeface }[] {
  const { text, label } = typePairs[name]
  return [
    { role: 'text', face: text },
    { role: 'label', face: label },
  ]
}
