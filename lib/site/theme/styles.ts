import type { ColourName, Palette } from './colours.ts'
import { computeTheme, isDark, type Theme } from './compute-theme.ts'
import { getFontUrl } from './font-files.ts'
import { defaultTypePair, fallbackFonts, getTypefaces, type TypePairName } from './type-pairs.ts'

/** Properties and their values. */
type Declarations = Record<string, string>

/** `on_frame` is `--color-on-frame`. */
export function toProperty(name: string): string {
  return `--color-${name.replaceAll('_', '-')}`
}

/** What the style sheet of every page contains: the colours and the typefaces of a site whose owner has chosen none. */
export function getDefaultRules(): Record<string, Declarations | Declarations[]> {
  return {
    ':root': { ...listColours(computeTheme()), ...listFonts(defaultTypePair) },
    '@font-face': listFontFaces(defaultTypePair),
  }
}

/**
 * A style sheet with what differs from `getDefaultRules`. It is part of each page, because a file would be one more request before
 * the first paint. Compressed alone, one accent is 0.1 kB, all colours and other typefaces are 0.6 kB. Empty where the owner has
 * chosen nothing.
 */
export function renderThemeStyle(theme: Theme, type: TypePairName): string {
  return render(theme, type, listColours(computeTheme()))
}

/** A style sheet that makes a page with any other theme look like this one, also if it was painted already. */
export function renderWholeTheme(theme: Theme, type: TypePairName): string {
  return render(theme, type, {}).replaceAll('font-display:optional', 'font-display:swap')
}

/** @param standard the colours that the page has anyway; with none the typefaces are named too */
function render(theme: Theme, type: TypePairName, standard: Declarations): string {
  const isWhole = Object.keys(standard).length === 0
  const colours = Object.entries(listColours(theme)).filter(
    ([name, value]) => standard[name] !== value,
  )
  const isOtherType = isWhole || type !== defaultTypePair
  const root = { ...Object.fromEntries(colours), ...(isOtherType ? listFonts(type) : {}) }
  const isAlwaysDark = isDark(theme.light) && isDark(theme.dark)
  return [
    ...(isOtherType ? listFontFaces(type).map((face) => renderRule('@font-face', face)) : []),
    supportsBothThemes(
      renderRule(':root', {
        ...root,
        ...(isAlwaysDark ? { 'color-scheme': 'dark' } : {}),
      }),
    ),
    // On paper there is no background.
    isDark(theme.light)
      ? `@media print{${renderRule(':root', listColours({ light: computeTheme().light, dark: computeTheme().light }))}}`
      : '',
  ].join('')
}

/** The build rewrites `light-dark()` for browsers of before 2024; here these keep the site's own colours. */
function supportsBothThemes(rule: string): string {
  return rule === '' ? '' : `@supports (color:light-dark(red,red)){${rule}}`
}

function renderRule(selector: string, declarations: Declarations): string {
  const parts = Object.entries(declarations).map(([name, value]) => `${name}:${value}`)
  return parts.length === 0 ? '' : `${selector}{${parts.join(';')}}`
}

function listColours({ light, dark }: { light: Palette; dark: Palette }): Declarations {
  const names = Object.keys(light) as ColourName[] // Object.keys has no literal types
  return Object.fromEntries(
    names.map((name) => [
      toProperty(name),
      light[name] === dark[name] ? light[name] : `light-dark(${light[name]},${dark[name]})`,
    ]),
  )
}

/** The names of all colours, for the utilities of the style sheet. */
export function listColourNames(): string[] {
  return Object.keys(computeTheme().light)
}

function listFonts(type: TypePairName): Declarations {
  return Object.fromEntries(
    getTypefaces(type).map(({ role, face }) => {
      const families = [
        face.family,
        ...new Set(face.fallbacks.map(({ font }) => nameFallback(face.family, font))),
      ]
      return [
        `--font-${role}`,
        [...families.map((family) => `"${family}"`), face.generic].join(','),
      ]
    }),
  )
}

/** Bold and regular are one family. */
function nameFallback(family: string, font: keyof typeof fallbackFonts): string {
  return `${family} as ${fallbackFonts[font][0].replace(' Bold', '')}`
}

/**
 * A typeface is preloaded, and the first paint waits 0.1 s for it. One that arrives later is used from the next page on, so that text
 * doesn't move while it is read. The fallback fonts are scaled to its width, so that nothing moves between pages either.
 */
function listFontFaces(type: TypePairName): Declarations[] {
  return getTypefaces(type).flatMap(({ face }) => [
    {
      'font-family': `"${face.family}"`,
      src: `url("${getFontUrl(face.file)}") format("woff2")`,
      'font-weight': face.weight,
      'font-display': 'optional',
      ...(face.sizeAdjust === undefined ? {} : { 'size-adjust': `${face.sizeAdjust}%` }),
    },
    ...face.fallbacks.map(({ font, weight, size }) => ({
      'font-family': `"${nameFallback(face.family, font)}"`,
      src: fallbackFonts[font].map((name) => `local("${name}")`).join(','),
      'font-weight': weight,
      'size-adjust': `${round((size * (face.sizeAdjust ?? 100)) / 100)}%`,
      'ascent-override': `${round((100 * 100 * face.ascent) / size)}%`,
      'descent-override': `${round((100 * 100 * face.descent) / size)}%`,
      'line-gap-override': '0%',
    })),
  ])
}

function round(percent: number): number {
  return Math.round(percent * 10) / 10
}
