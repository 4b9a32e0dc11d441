import { getLuminance, isDarkColour, toHex, toOklch } from '#lib/core/oklch.ts'
import { defaultColours, leastContrast, type Palette } from './colours.ts'
import { completePalette, type FailingPair } from './complete-palette.ts'
import type { ColourSettings, ThemeSettings } from './schema.ts'

export interface Theme {
  light: Palette
  dark: Palette
  /** What the owner has set and the site doesn't use as it is. */
  issues: ThemeIssue[]
}

export interface ThemeIssue {
  /** Below `theme`, such as `['dark', 'accent']`. */
  path: string[]
  /** Follows the setting's name. */
  message: string
}

/**
 * Completes the owner's colours so that each pair in `contrastPairs` has enough contrast in both themes. A computed colour that has
 * too little is moved in lightness and keeps its hue. So is one that the owner has set, with an issue that says so.
 */
export function computeTheme(settings: ThemeSettings = {}): Theme {
  const { dark: given = {}, type: _type, logo: _logo, ...own } = settings
  const light = completePalette(own, defaultColours.light, defaultColours.light)
  // Where the light theme is dark already, the dark one is the same.
  const dark = isDark(light.palette)
    ? completePalette({ ...own, ...given }, defaultColours.light, defaultColours.light)
    : completePalette(
        given,
        { ...defaultColours.dark, ...deriveDark(own, light.palette) },
        defaultColours.dark,
      )
  return {
    light: light.palette,
    dark: dark.palette,
    issues: [
      ...light.failing.map((pair) => toIssue(pair, [])),
      ...dark.failing.filter(({ name }) => name in given).map((pair) => toIssue(pair, ['dark'])),
    ],
  }
}

/** Whether text is lighter than its background. */
export function isDark({ paper, ink }: Pick<Palette, 'paper' | 'ink'>): boolean {
  return getLuminance(ink) > getLuminance(paper)
}

/** What the dark theme takes over from the colours that the owner has set for the light one. */
function deriveDark(given: ColourSettings, light: Palette): Partial<Palette> {
  const isGiven = (name: keyof ColourSettings) => given[name] !== undefined
  const derived: Partial<Palette> = {}
  if (isGiven('paper')) derived.paper = setLightness(light.paper, 0.17, 0.03)
  if (isGiven('paper') || isGiven('ink')) derived.ink = setLightness(light.ink, 0.92, 0.03)
  if (isGiven('accent')) derived.accent = setLightness(light.accent, 0.71)
  // A light frame would be the brightest thing in a dark room.
  if (!isDarkColour(light.frame)) derived.frame = setLightness(light.frame, 0.1, 0.03)
  else
    for (const name of ['frame', 'on_frame', 'on_frame_quiet', 'frame_accent'] as const)
      if (isGiven(name)) derived[name] = light[name]
  return derived
}

function setLightness(hex: string, lightness: number, maxChroma = 1): string {
  const { chroma, hue } = toOklch(hex)
  return toHex({ lightness, chroma: Math.min(chroma, maxChroma), hue })
}

function toIssue({ name, given, partner, ratio, used }: FailingPair, under: string[]): ThemeIssue {
  const found = Math.floor(ratio * 100) / 100
  return {
    path: [...under, name],
    message: `${given} and ${[...under, partner.name].join('.')} ${partner.hex} have a contrast of ${found}:1, and text needs ${leastContrast}:1; the site uses "${used}": write that, or change one of the two`,
  }
}
