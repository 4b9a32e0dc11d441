import { describe, expect, it } from 'vitest'
import { computeTheme } from '#lib/site/theme/compute-theme.ts'
import { drawPreview } from './draw-preview.ts'

const { light: colours } = computeTheme()

const sizeOf = (title: string) => {
  const svg = drawPreview({ title, tagline: null, slugs: ['', ''], colours })
  const [, scale = ''] = /scale\(([\d.]+)\)/.exec(svg) ?? []
  return Number(scale) * 1000
}

describe('a document’s preview image', () => {
  it('cuts no word to make the title larger', () => {
    expect(sizeOf('Infrastructure')).toBeLessThan(184)
    expect(sizeOf('Donaudampfschifffahrtsgesellschaftskapitän')).toBe(60)
  })

  it('sets a short title large and a long one so that it fits', () => {
    expect(sizeOf('Now')).toBe(184)
    expect(sizeOf('How the printer page works')).toBe(132)
    expect(sizeOf('Taking pictures with Kubernetes and debugging it with Grafana')).toBe(92)
    expect(sizeOf('word '.repeat(80).trim())).toBe(60)
  })

  it('stays within its frame', () => {
    const svg = drawPreview({
      title: 'word '.repeat(80),
      tagline: 'A line',
      slugs: ['a', 'b'],
      colours,
    })
    for (const [, y] of svg.matchAll(/translate\(\d+ ([\d.]+)\)/g))
      expect(Number(y)).toBeLessThan(630)
  })
})
