import { describe, expect, it } from 'vitest'
import { getContrast, toOklch } from '#lib/core/oklch.ts'
import { contrastPairs, defaultColours, leastContrast, type Palette } from './colours.ts'
import { computeTheme } from './compute-theme.ts'
import { palettes } from './palettes.fixture.ts'
import type { ColourSettings, ThemeSettings } from './schema.ts'

function listFailing(palette: Palette): string[] {
  return contrastPairs
    .filter(({ text, on }) => !(getContrast(palette[text], palette[on]) >= leastContrast))
    .map(({ text, on }) => `${text} ${palette[text]} on ${on} ${palette[on]}`)
}

const colourNames = Object.keys({
  paper: 0,
  ink: 0,
  quiet: 0,
  line: 0,
  accent: 0,
  code: 0,
  frame: 0,
  on_frame: 0,
  on_frame_quiet: 0,
  frame_accent: 0,
} satisfies Record<keyof ColourSettings, 0>)

/** Numbers that look random and are the same in each run (Park and Miller's generator). */
function* drawNumbers(seed: number): Generator<number, never> {
  let state = seed
  while (true) {
    state = (state * 48_271) % 2_147_483_647
    yield state / 2_147_483_647
  }
}

function drawColours(draw: () => number): ColourSettings {
  const byte = () => Math.floor(draw() * 256)
  return Object.fromEntries(
    colourNames
      .filter(() => draw() < 0.6)
      .map((name) => [
        name,
        `#${[byte(), byte(), byte()].map((part) => part.toString(16).padStart(2, '0')).join('')}`,
      ]),
  )
}

describe('the contrast of every pair on the pages', () => {
  it('is enough with the colours that the site has by itself, and these are used as designed', () => {
    const { light, dark, issues } = computeTheme()
    expect(light).toMatchObject(defaultColours.light)
    expect(dark).toMatchObject(defaultColours.dark)
    expect([issues, listFailing(light), listFailing(dark)]).toEqual([[], [], []])
  })

  it.each(Object.entries<ThemeSettings>(palettes))('is enough with %s', (_, settings) => {
    const { light, dark } = computeTheme(settings)
    expect([...listFailing(light), ...listFailing(dark)]).toEqual([])
  })

  it('is enough with 500 random palettes', () => {
    const numbers = drawNumbers(20_261_129)
    const draw = () => numbers.next().value
    let set = 0
    for (let index = 0; index < 500; index += 1) {
      const settings = {
        ...drawColours(draw),
        ...(draw() < 0.5 ? { dark: drawColours(draw) } : {}),
      }
      set += Object.keys(settings).length
      const { light, dark } = computeTheme(settings)
      expect([...listFailing(light), ...listFailing(dark)], JSON.stringify(settings)).toEqual([])
    }
    expect(set).toBeGreaterThan(2_500)
  })
})

describe('a colour that the owner has set', () => {
  it('is used as it is where it can be read', () => {
    const { light, dark, issues } = computeTheme(palettes.forest)
    expect(light).toMatchObject(palettes.forest)
    expect(issues).toEqual([])
    // The dark theme has the same hues.
    expect(toOklch(dark.accent).hue).toBeCloseTo(toOklch('#2e7d32').hue, 1)
    expect(toOklch(dark.paper).lightness).toBeLessThan(0.25)
  })

  it('changes the colours that are computed from it, and no other', () => {
    const { light } = computeTheme({ accent: '#0057b8' })
    expect(light).toMatchObject({ paper: '#f4f3ef', quiet: '#645b55', line: '#d6d1c8' })
    expect(toOklch(light.frame_accent).hue).toBeCloseTo(toOklch('#0057b8').hue, 1)
  })

  it('keeps its hue when it has to move, and the issue names pair, ratio and what is used', () => {
    const { light, issues } = computeTheme({ paper: '#ffffff', accent: '#ff8800' })
    const [issue] = issues
    expect(issues).toHaveLength(1)
    expect(issue?.path).toEqual(['accent'])
    expect(issue?.message).toBe(
      `#ff8800 and paper #ffffff have a contrast of 2.39:1, and text needs 4.5:1; the site uses "${light.accent}": write that, or change one of the two`,
    )
    expect(toOklch(light.accent).hue).toBeCloseTo(toOklch('#ff8800').hue, 1)
    expect(getContrast(light.accent, '#ffffff')).toBeLessThan(4.7)
    expect(computeTheme({ paper: '#ffffff', accent: light.accent }).issues).toEqual([])
  })

  it('is named with its theme', () => {
    const { issues } = computeTheme({ dark: { paper: '#111111', ink: '#222222' } })
    expect(issues.map(({ path }) => path)).toEqual([['dark', 'ink']])
    expect(issues[0]?.message).toContain('#222222 and dark.paper #111111')
  })
})

describe('text that the owner has not set', () => {
  it('has a comfortable contrast with a background that the owner has set', () => {
    const { light, dark } = computeTheme({ paper: '#1b2a41', frame: '#ffffff' })
    expect(getContrast(light.ink, light.paper)).toBeGreaterThan(7)
    expect(getContrast(light.on_frame, light.frame)).toBeGreaterThan(7)
    expect(dark.frame).toBe('#ffffff')
    // Where the dark theme is computed, its frames are dark.
    expect(getContrast(computeTheme({ frame: '#ffffff' }).dark.frame, '#ffffff')).toBeGreaterThan(
      15,
    )
  })
})

describe('a palette that is dark in the light theme', () => {
  it('is the same in the dark one', () => {
    const { light, dark } = computeTheme(palettes['inverted: dark paper as light'])
    expect(dark).toEqual(light)
  })
})
