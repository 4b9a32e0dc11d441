import { expect, test } from 'vitest'
import { pickSmall } from './pick-small.ts'
import { groupSources } from './sources.ts'
import { states } from './states.fixture.ts'

const sources = states.printing.snapshot?.sources ?? []

test('AVIF is offered before WebP, with JPEG as the fallback', () => {
  const { alternatives, plain } = groupSources(sources)
  expect(alternatives.map(({ type }) => type)).toEqual(['image/avif', 'image/webp'])
  expect(plain.src).toMatch(/^\/media\/[0-9a-f]{64}\/1280\.jpg$/)
  expect(plain.srcSet.split(', ')).toHaveLength(4)
})

test("the site's own pictures are loaded from the host that served the page", () => {
  expect(JSON.stringify(groupSources(sources))).not.toContain('example.org')
})

test("another site's pictures keep their address", () => {
  const url = 'https://elsewhere.example/pictures/1.jpg'
  expect(groupSources([{ type: 'image/jpeg', width: 640, url }]).plain).toEqual({
    src: url,
    srcSet: `${url} 640w`,
  })
})

test('a remote site that only has JPEGs still has a picture', () => {
  const jpegs = sources.filter(({ type }) => type === 'image/jpeg')
  expect(groupSources(jpegs).alternatives).toEqual([])
})

test('a small picture is the narrowest that is wide enough, WebP before JPEG, by its path', () => {
  const at = (type: 'image/webp' | 'image/jpeg', width: number) => ({
    type,
    width,
    url: `https://example.org/media/a/${width}.${type === 'image/webp' ? 'webp' : 'jpg'}`,
  })
  const jpegs = [at('image/jpeg', 320), at('image/jpeg', 640)]
  expect(pickSmall([], 320)).toBe('')
  expect(pickSmall(jpegs, 2000)).toBe('/media/a/640.jpg')
  expect(pickSmall([...jpegs, at('image/webp', 320), at('image/webp', 640)], 400)).toBe(
    '/media/a/640.webp',
  )
})
