import { expect, test } from 'vitest'
import { groupSources } from './sources.ts'
import { states } from './states.fixture.ts'

const sources = states.printing.snapshot?.sources ?? []

test('AVIF is offered before WebP, and JPEG to everybody', () => {
  const { alternatives, plain } = groupSources(sources)
  expect(alternatives.map(({ type }) => type)).toEqual(['image/avif', 'image/webp'])
  expect(plain.src).toMatch(/^\/media\/[0-9a-f]{64}\/1280\.jpg$/)
  expect(plain.srcSet.split(', ')).toHaveLength(4)
})

test('our own pictures are asked for on the host that the page came from', () => {
  expect(JSON.stringify(groupSources(sources))).not.toContain('example.org')
})

test("another site's pictures keep their address", () => {
  const url = 'https://elsewhere.example/pictures/1.jpg'
  expect(groupSources([{ type: 'image/jpeg', width: 640, url }]).plain).toEqual({
    src: url,
    srcSet: `${url} 640w`,
  })
})

test('a site that makes JPEG only still has a picture', () => {
  const jpegs = sources.filter(({ type }) => type === 'image/jpeg')
  expect(groupSources(jpegs).alternatives).toEqual([])
})
