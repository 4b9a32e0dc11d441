import { describe, expect, test } from 'vitest'
import { listVariants, listVariantsByDemand } from './variants.ts'

const everything = { formats: ['avif', 'webp', 'jpg'], maxWidth: 1920 } as const
const names = (variants: ReturnType<typeof listVariants>) =>
  variants.map(({ width, format, pixelWidth }) => `${width}.${format} ${pixelWidth}`)

describe('the variants of a picture', () => {
  test('of a picture narrower than all widths have its own width', () => {
    expect(names(listVariants(200, everything))).toEqual([
      '320.avif 200',
      '320.webp 200',
      '320.jpg 200',
    ])
  })

  test('are never enlarged', () => {
    expect(names(listVariants(1279, { formats: ['jpg'], maxWidth: 1920 }))).toEqual([
      '320.jpg 320',
      '640.jpg 640',
      '960.jpg 960',
    ])
  })

  test('are listed best format first, narrow to wide', () => {
    expect(names(listVariants(700, everything))).toEqual([
      '320.avif 320',
      '640.avif 640',
      '320.webp 320',
      '640.webp 640',
      '320.jpg 320',
      '640.jpg 640',
    ])
  })

  test('exclude formats and widths that the owner has disabled', () => {
    expect(names(listVariants(4000, { formats: ['webp', 'jpg'], maxWidth: 640 }))).toEqual([
      '320.webp 320',
      '640.webp 640',
      '320.jpg 320',
      '640.jpg 640',
    ])
  })

  test('are prerendered in the order of demand, all of them', () => {
    const byDemand = listVariantsByDemand(4000, everything)
    expect(names(byDemand.slice(0, 2))).toEqual(['640.jpg 640', '1280.jpg 1280'])
    expect(names(byDemand).toSorted()).toEqual(names(listVariants(4000, everything)).toSorted())
  })
})
