import type { KeyboardEvent } from 'react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { onChartKey } from './chart-keys.ts'
import type { Plot } from './open-plot.ts'
import { listenToGestures, type PlotActions } from './plot-gestures.ts'

class FakeSlider {}
beforeEach(() => vi.stubGlobal('HTMLInputElement', FakeSlider))
afterEach(() => vi.unstubAllGlobals())

describe('keys', () => {
  const times = Array.from({ length: 30 }, (_, index) => index * 600)

  /** Presses a key with the reading `index` selected, on the slider or on a button. */
  function press(
    key: string,
    index: number,
    { onSlider = true, ctrlKey = false }: { onSlider?: boolean; ctrlKey?: boolean } = {},
  ) {
    const calls: unknown[][] = []
    const plot = {
      zoom: (factor: number) => calls.push(['zoom', factor]),
      reset: () => calls.push(['reset']),
      pointAt: (at: number) => calls.push(['pointAt', at / 600]),
    } as unknown as Plot // what keys use of it
    const preventDefault = vi.fn()
    const target = onSlider ? new FakeSlider() : {}
    const event = { key, target, preventDefault, ctrlKey } as unknown as KeyboardEvent
    onChartKey(event, plot, { index, times })
    return { calls, isTaken: preventDefault.mock.calls.length > 0 }
  }

  test.each([
    ['ArrowLeft', 5, 4],
    ['ArrowDown', 5, 4],
    ['ArrowRight', 5, 6],
    ['ArrowUp', 5, 6],
    ['PageUp', 5, 15],
    ['PageDown', 15, 5],
    ['Home', 5, 0],
    ['End', 5, 29],
    ['ArrowLeft', 0, 0],
    ['PageDown', 4, 0],
    ['PageUp', 25, 29],
    ['ArrowRight', 29, 29],
  ])('%s at reading %i selects reading %i', (key, from, to) => {
    expect(press(key, from)).toEqual({ calls: [['pointAt', to]], isTaken: true })
  })

  test('plus and minus zoom by the same step, 0 resets', () => {
    expect(press('+', 5).calls).toEqual([['zoom', 0.6]])
    expect(press('=', 5).calls).toEqual([['zoom', 0.6]])
    expect(press('-', 5).calls).toEqual([['zoom', 1 / 0.6]])
    expect(press('0', 5).calls).toEqual([['reset']])
  })

  test('on a button the arrows scroll the page, but zooming works', () => {
    expect(press('ArrowDown', 5, { onSlider: false })).toEqual({ calls: [], isTaken: false })
    expect(press('+', 5, { onSlider: false }).calls).toHaveLength(1)
  })

  test('the browser’s own zoom and tab keys stay the browser’s', () => {
    expect(press('+', 5, { ctrlKey: true })).toEqual({ calls: [], isTaken: false })
    expect(press('Tab', 5)).toEqual({ calls: [], isTaken: false })
  })
})

describe('gestures', () => {
  /** A plot 1,000 px wide that starts at x = 100. */
  function open({ isWhole = false, canPan = true } = {}) {
    const calls: [string, ...number[]][] = []
    const round = (value: number) => Math.round(value * 1000) / 1000
    const actions: PlotActions = {
      zoom: (factor, share = -1) => calls.push(['zoom', round(factor), round(share)]),
      pan: (spans) => {
        calls.push(['pan', round(spans)])
        return canPan
      },
      point: (share) => calls.push(['point', round(share)]),
      isWhole: () => isWhole,
    }
    const over = Object.assign(new EventTarget(), {
      clientWidth: 1000,
      getBoundingClientRect: () => ({ left: 100, width: 1000 }),
    })
    const stop = listenToGestures(over as unknown as HTMLElement, actions)
    const send = (type: string, more: object) => {
      const event = Object.assign(new Event(type, { cancelable: true }), more)
      over.dispatchEvent(event)
      return event.defaultPrevented
    }
    const touch = (type: string, pointerId: number, clientX: number, pointerType = 'touch') =>
      send(`pointer${type}`, { pointerId, clientX, pointerType })
    const wheel = (more: object) => send('wheel', { deltaX: 0, deltaY: 0, clientX: 600, ...more })
    return { calls, stop, touch, wheel }
  }

  test('the wheel scrolls the page; with Ctrl it zooms around the pointer', () => {
    const { calls, wheel } = open()
    expect(wheel({ deltaY: 120 })).toBe(false)
    expect(calls).toEqual([])
    expect(wheel({ deltaY: -30, ctrlKey: true })).toBe(true)
    expect(calls).toEqual([['zoom', 0.607, 0.5]])
  })

  test('a wild wheel does not zoom out of sight', () => {
    const { calls, wheel } = open()
    wheel({ deltaY: 10_000, ctrlKey: true })
    expect(calls[0]?.[1]).toBeLessThan(2)
  })

  test('a sideways wheel pans a zoomed chart; at its end, and unzoomed, the page gets it', () => {
    const zoomed = open()
    expect(zoomed.wheel({ deltaX: 250 })).toBe(true)
    expect(zoomed.calls).toEqual([['pan', 0.25]])
    expect(open({ canPan: false }).wheel({ deltaX: 250 })).toBe(false)
    const whole = open({ isWhole: true })
    expect(whole.wheel({ deltaX: 250 })).toBe(false)
    expect(whole.calls).toEqual([])
  })

  test('one finger selects, within the plot', () => {
    const { calls, touch } = open()
    touch('down', 1, 350)
    touch('move', 1, 9_999)
    expect(calls).toEqual([
      ['point', 0.25],
      ['point', 1],
    ])
  })

  test('two fingers zoom around their middle and pan with it', () => {
    const { calls, touch } = open()
    touch('down', 1, 500)
    touch('down', 2, 700)
    calls.length = 0
    touch('move', 2, 900)
    expect(calls).toEqual([
      ['pan', -0.1],
      ['zoom', 0.5, 0.6],
    ])
  })

  test('a lifted finger ends the pinch, and a mouse is uPlot’s', () => {
    const { calls, touch } = open()
    touch('down', 1, 500)
    touch('down', 2, 700)
    touch('up', 2, 700)
    calls.length = 0
    touch('move', 1, 600)
    touch('move', 3, 800, 'mouse')
    expect(calls).toEqual([['point', 0.5]])
  })

  test('a closed chart listens no more', () => {
    const { calls, stop, wheel } = open()
    stop()
    wheel({ deltaY: -30, ctrlKey: true })
    expect(calls).toEqual([])
  })
})
