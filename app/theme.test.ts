import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { theme } from '#lib/core/theme.ts'

const read = (file: string) => readFile(join(import.meta.dirname, '../public', file))

it('the icon has the colours of the light theme', async () => {
  const colours = (await read('icon.svg')).toString().match(/#[0-9a-f]{6}/g)
  expect(colours).toEqual([theme.frame.light, theme.paper.light, theme.accent.light])
})

it('the touch icon has the colours of the light theme', async () => {
  const { data } = await sharp(await read('apple-icon.png'))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const counts = new Map<string, number>()
  for (let at = 0; at < data.length; at += 3) {
    const colour = `#${data.subarray(at, at + 3).toString('hex')}`
    counts.set(colour, (counts.get(colour) ?? 0) + 1)
  }
  const [first, second, third] = [...counts].sort(([, a], [, b]) => b - a).map(([hex]) => hex)
  expect(new Set([first, second, third])).toEqual(
    new Set([theme.frame.light, theme.paper.light, theme.accent.light]),
  )
})
