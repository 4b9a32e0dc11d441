import { expect, test } from 'vitest'
import { describeCost, describeVideo } from './describe-video.ts'

const cost = { frames: 240, bytes: 11_200_000, format: 'MP4', seconds: 18 } as const
const made = {
  format: 'WebM',
  seconds: 4.6,
  missing: 0,
  blob: new Blob(['x'.repeat(2048)]),
} as const

test('says what is loaded before it is loaded, and when only a part of the pictures is', () => {
  expect(describeCost(cost, 240)).toBe(
    '240 pictures, about 11 MB, are loaded for an MP4 of 18 seconds. It is made in this browser, and nothing is uploaded.',
  )
  expect(describeCost(cost, 2000)).toMatch(/^240 of 2000 pictures, evenly chosen, about 11 MB,/)
})

test('says what the video lacks', () => {
  expect(describeVideo(made)).toBe('Ready: a WebM of 5 seconds, 2.0 kB.')
  const lacks = (missing: number) => describeVideo({ ...made, missing }).split('. ')[1]
  expect(lacks(1)).toBe('Without 1 picture that couldn’t be loaded.')
  expect(lacks(2)).toBe('Without 2 pictures that couldn’t be loaded.')
})
