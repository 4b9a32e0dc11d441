import { getContrast, getLuminance, isDarkColour, mix, toHex, toOklch } from '#lib/core/oklch.ts'
import {
  type ColourName,
  contrastPairs,
  defaultColours,
  leastContrast,
  type Palette,
} from './colours.ts'
import type { ColourSettings } from './schema.ts'

/** A colour that the owner has set and that had to be moved. */
export interface FailingPair {
  name: ColourName
  given: string
  partner: { name: ColourName; hex: string }
  ratio: number
  used: string
}

type Passes = (hex: string) => boolean

/** What a colour is computed from when one of its sources is not the default. */
interface Rule {
  sources: readonly ColourName[]
  derive(palette: Palette, passes: Passes): string
}

/** Of text that the site chooses itself. */
const comfortableContrast = 7

const rules: { readonly [Name in ColourName]?: Rule } = {
  ink: {
    sources: ['paper'],
    derive: ({ paper, ink }) => chooseText(ink, paper),
  },
  line: { sources: ['paper', 'ink'], derive: ({ paper, ink }) => mix(ink, 0.15, paper) },
  quiet: { sources: ['paper', 'ink'], derive: ({ paper, ink }) => mix(ink, 0.68, paper) },
  code: {
    sources: ['paper', 'line'],
    derive: ({ paper, line }, passes) => fade(line, 0.38, paper, passes),
  },
  mark: {
    sources: ['paper', 'accent'],
    derive: ({ paper, accent }, passes) => fade(accent, 0.42, paper, passes),
  },
  on_frame: {
    sources: ['frame'],
    derive: ({ frame, on_frame }) => chooseText(on_frame, frame),
  },
  on_frame_quiet: {
    sources: ['frame', 'on_frame'],
    derive: ({ frame, on_frame }) => mix(on_frame, 0.82, frame),
  },
  frame_line: {
    sources: ['frame', 'on_frame'],
    derive: ({ frame, on_frame }) => mix(on_frame, 0.2, frame),
  },
  frame_accent: {
    sources: ['frame', 'accent'],
    derive: ({ frame, accent }) => {
      const { lightness, chroma, hue } = toOklch(accent)
      const least = isDarkColour(frame) ? 0.7 : 0
      return toHex({ lightness: Math.max(lightness, least), chroma, hue })
    },
  },
}

function chooseText(text: string, background: string): string {
  if (getContrast(text, background) >= comfortableContrast) return text
  const lightness = isDarkColour(background) ? 0.93 : 0.2
  return toHex({ lightness, chroma: 0.015, hue: toOklch(background).hue })
}

const syntaxNames = [
  'code_constant',
  'code_function',
  'code_keyword',
  'code_parameter',
  'code_string',
  'code_deleted',
] as const

/**
 * Completes the colours of one theme.
 * @param seeds what is used for a colour that is neither set nor computed
 * @param defaults those of a site whose owner has set nothing; what only depends on these stays as designed
 */
export function completePalette(
  given: ColourSettings,
  seeds: Partial<Palette>,
  defaults: Partial<Palette>,
): { palette: Palette; failing: FailingPair[] } {
  const palette = { ...seeds } as Palette // completed below
  const done = new Set<ColourName>()
  const failing: FailingPair[] = []

  function set(name: ColourName): void {
    if (done.has(name)) return
    const partners = listPartners(name).filter((partner) => done.has(partner))
    const passes: Passes = (hex) =>
      partners.every((partner) => getContrast(hex, palette[partner]) >= leastContrast)
    const own = name in given ? given[name as keyof ColourSettings] : undefined
    const wanted = own ?? derive(name, passes)
    // Paper itself passes with everything that is on it.
    const used = passes(wanted) ? wanted : (moveLightness(wanted, passes) ?? palette.paper)
    if (own !== undefined && used !== own)
      failing.push(describeFailure(name, own, used, partners, palette))
    palette[name] = used
    done.add(name)
  }

  function derive(name: ColourName, passes: Passes): string {
    const rule = rules[name]
    const seed = palette[name]
    const isAsDesigned = rule?.sources.every((source) => palette[source] === defaults[source])
    if (rule === undefined || (seed !== undefined && (isAsDesigned || seed !== defaults[name])))
      return seed
    return rule.derive(palette, passes)
  }

  // The background of code is computed for the text that the owner has set; other text for the background.
  const givenText = (['quiet', 'accent'] as const).filter((name) => given[name] !== undefined)
  for (const name of ['paper', 'ink', 'line', ...givenText, 'code', 'quiet', 'accent'] as const)
    set(name)
  for (const name of ['mark', 'frame', 'on_frame', 'on_frame_quiet', 'frame_line'] as const)
    set(name)
  set('frame_accent')
  const isDark = getLuminance(palette.ink) > getLuminance(palette.paper)
  for (const name of syntaxNames) {
    palette[name] = defaultColours[isDark ? 'dark' : 'light'][name]
    set(name)
  }
  return { palette, failing }
}

function listPartners(name: ColourName): ColourName[] {
  return contrastPairs.flatMap(({ text, on }) => (text === name ? [on] : on === name ? [text] : []))
}

/** The nearest colour of the same hue that passes; `null` where none does. */
function moveLightness(hex: string, passes: Passes): string | null {
  const { lightness, chroma, hue } = toOklch(hex)
  const moveBy = (by: number) => toHex({ lightness: lightness + by, chroma, hue })
  for (let step = 1; step <= 50; step += 1)
    for (const sign of [-1, 1])
      if (passes(moveBy((sign * step) / 50)))
        for (let fine = 10 * (step - 1) + 1; fine <= 10 * step; fine += 1) {
          const moved = moveBy((sign * fine) / 500)
          if (passes(moved)) return moved
        }
  return null
}

/** A background with as much of a colour as the text on it permits. */
function fade(colour: string, share: number, paper: string, passes: Passes): string {
  for (let rest = share; rest > 0; rest -= 0.02) {
    const mixed = mix(colour, rest, paper)
    if (passes(mixed)) return mixed
  }
  return paper
}

function describeFailure(
  name: ColourName,
  given: string,
  used: string,
  partners: readonly ColourName[],
  palette: Palette,
): FailingPair {
  const measured = partners.map((partner) => ({
    partner: { name: partner, hex: palette[partner] },
    ratio: getContrast(given, palette[partner]),
  }))
  const worst = measured.reduce((least, one) => (one.ratio < least.ratio ? one : least))
  return { name, given, used, ...worst }
}
