import { afterEach, expect, test, vi } from 'vitest'
import { framesAt } from '#components/prints/prints.fixture.ts'
import '#components/testing/render.ts'
import { createFrameDrawing } from './draw-frame.ts'
import { layoutVideo } from './layout-video.ts'

afterEach(() => vi.unstubAllGlobals())

/** Of its height. */
const letter = 0.75

/** A canvas that notes what is drawn on it; letters as wide as in a wide typeface. */
function fakeCanvas() {
  const texts: { text: string; x: number; pixels: number }[] = []
  const boxes: number[][] = []
  const context = {
    font: '',
    textAlign: '',
    drawImage: (_: unknown, ...box: number[]) => boxes.push(box),
    fillRect: (...box: number[]) => boxes.push(box),
    measureText: (text: string) => ({ width: text.length * pixels() * letter }),
    fillText: (text: string, x: number) => texts.push({ text, x, pixels: pixels() }),
    getImageData: () => null,
  }
  const pixels = () => Number(/[\d.]+(?=px)/.exec(context.font)?.[0])
  vi.stubGlobal('document', {
    createElement: () => ({ getContext: () => context }),
    querySelector: () => null,
  })
  vi.stubGlobal('getComputedStyle', () => ({ fontFamily: 'serif', getPropertyValue: () => 'red' }))
  return { texts, boxes }
}

function drawAll(size: { width: number; height: number }, times: readonly string[]) {
  const { texts, boxes } = fakeCanvas()
  const frames = framesAt(...times)
  const layout = layoutVideo([size])
  const draw = createFrameDrawing(layout, times[0] ?? '')
  for (const frame of frames) draw({ ...size, close: () => undefined }, frame)
  return { texts, boxes, layout }
}

const large = { width: 1920, height: 1080 }

test('a frame says when it was taken, how far the print was, and how long it had taken', () => {
  // The camera was off for days between the last two.
  const times = ['2026-11-22T18:00:00Z', '2026-11-22T18:25:00Z', '2026-11-25T19:00:00Z']
  const { texts } = drawAll(large, times)
  expect(texts.map(({ text }) => text.replaceAll('\u00a0', ' '))).toEqual([
    'Sun 22 Nov 2026, 10:00 PST',
    '0 % · 0 s',
    'Sun 22 Nov 2026, 10:25 PST',
    '10 % · 25 min',
    'Wed 25 Nov 2026, 11:00 PST',
    '20 % · 3 days 1 h',
  ])
})

test.each([large, { width: 160, height: 120 }, { width: 1080, height: 1920 }])(
  'on pictures of $width x $height the words have room, and can be read on a phone',
  (size) => {
    const { texts, layout } = drawAll(size, ['2026-11-22T18:00:00Z', '2026-11-25T19:00:00Z'])
    const [, , left = { text: '', x: 0, pixels: 0 }, right = left] = texts
    const end = left.x + left.text.length * left.pixels * letter
    expect(end).toBeLessThan(right.x - right.text.length * right.pixels * letter)
    // As wide as a phone.
    expect((left.pixels * 390) / layout.width).toBeGreaterThan(10)
  },
)

test('a picture of another size is fitted into the middle', () => {
  const { boxes } = fakeCanvas()
  const draw = createFrameDrawing(layoutVideo([large]), '2026-11-22T18:00:00Z')
  const [frame] = framesAt('2026-11-22T18:00:00Z')
  if (frame) draw({ width: 1080, height: 1920, close: () => undefined }, { ...frame, progress: 50 })
  // The ground, the picture, and half of the width as progress below it.
  expect(boxes[1]).toEqual([328.125, 0, 303.75, 540])
  expect(boxes[2]?.slice(0, 3)).toEqual([0, 540, 480])
})
