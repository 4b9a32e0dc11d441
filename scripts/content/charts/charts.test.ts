import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { chartFolder, drawCharts } from './draw-charts.ts'

const root = join(import.meta.dirname, '../../..')

describe.each(Object.entries(drawCharts()))('the chart %s', (name, svg) => {
  it('is the one in the post; npm run charts draws it anew', async () => {
    expect(await readFile(join(root, chartFolder, `${name}.svg`), 'utf8')).toBe(svg)
  })

  it('says that it is redrawn, has words for those who can’t see it, and a dark theme', () => {
    expect(svg).toMatch(/<title>[^<]*[Rr]edrawn[^<]*<\/title><desc>[^<]+<\/desc>/)
    expect(svg).toContain('>Redrawn from the numbers in the text</text>')
    expect(svg).toContain('prefers-color-scheme:dark')
    expect(svg).not.toMatch(/\sstyle=|<script/)
  })
})

it('lengths of bars are true to the numbers', () => {
  const widths = (svg: string) =>
    [...svg.matchAll(/<rect x="4" y="\d+" width="(\d+)"/g)].map(([, width]) => Number(width))
  const [cores = 0, load = 0] = widths(drawCharts().load)
  expect(load / cores).toBeCloseTo(18 / 4, 1)
  const [queue = 0, build = 0] = widths(drawCharts()['build-queue'])
  expect(build / queue).toBeCloseTo(252 / 177, 2)
})
