import { expect, test } from 'vitest'
import type { PrinterState } from '#lib/printers/wire/states.ts'
import { type FrameWire, findLastRun, thinFrames } from './last-run.ts'

/** "p42" is a picture of a print at 42 %; others are states. Newest first, as the history has them. */
function history(...told: string[]): FrameWire[] {
  return told.map((word, index) => {
    const progress = /^p(\d+)$/.exec(word)?.[1]
    return {
      captured_at: new Date(1e12 - index * 60_000).toISOString(),
      received_at: '',
      width: 1,
      height: 1,
      alt: word,
      placeholder: '',
      sources: [],
      state: progress === undefined ? (word as PrinterState) : 'printing',
      progress: progress === undefined ? null : Number(progress),
    }
  })
}

const run = (...told: string[]) => {
  const { frames, isWhole } = findLastRun(history(...told))
  return { told: frames.map(({ alt }) => alt), isWhole }
}

test('no print, no frames', () => {
  expect(run('idle', 'offline')).toEqual({ told: [], isWhole: false })
  expect(run()).toEqual({ told: [], isWhole: false })
})

test('the last print, oldest first, and no other one', () => {
  expect(run('idle', 'idle', 'p90', 'p50', 'p10', 'idle', 'p99')).toEqual({
    told: ['p10', 'p50', 'p90'],
    isWhole: true,
  })
})

test('the finished part belongs to it; an empty bed doesn’t', () => {
  expect(run('idle', 'finished', 'p90', 'p10', 'idle').told).toEqual(['p10', 'p90', 'finished'])
  expect(run('finished', 'idle', 'p90', 'idle').told).toEqual(['p90'])
})

test('two prints with no picture in between are two', () => {
  expect(run('p40', 'p5', 'p98', 'p60')).toEqual({ told: ['p5', 'p40'], isWhole: true })
  expect(run('p40', 'p38', 'p41', 'p20').told).toEqual(['p20', 'p41', 'p38', 'p40'])
})

test('moments without readings neither end it nor stand in it', () => {
  expect(run('unreachable', 'p80', 'unknown', 'unauthorized', 'p40', 'idle').told).toEqual([
    'p40',
    'p80',
  ])
})

test('a history that ends inside the print says so', () => {
  expect(run('idle', 'p90', 'p80').isWhole).toBe(false)
})

test('of very many frames the first and the last stay', () => {
  const many = history(...Array.from({ length: 1000 }, (_, index) => `p${index}`))
  const few = thinFrames(many, 120)
  expect(few).toHaveLength(120)
  expect([few[0]?.alt, few.at(-1)?.alt]).toEqual(['p0', 'p999'])
  expect(thinFrames(many.slice(0, 3), 120)).toHaveLength(3)
})
