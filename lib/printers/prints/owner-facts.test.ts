import { describe, expect, test } from 'vitest'
import type { OwnerFact } from './owner-facts.ts'
import { at, brief, derive } from './stories.fixture.ts'

const join = (from: number, to: number): OwnerFact => ({ kind: 'join', from: at(from), to: at(to) })
const split = (minute: number): OwnerFact => ({ kind: 'split', from: at(minute), to: at(minute) })

describe('the owner has said that two prints are one', () => {
  const two = '0 printing a, 10 finished a, 20 printing b, 30 printing b, 40 finished b'
  test.each([
    ['two jobs', two, [join(0, 30)], ['b finished ..0 30..40']],
    [
      'with a later observation between them',
      `${two}, 50 idle`,
      [join(0, 30)],
      ['b finished ..0 30..40'],
    ],
    [
      'the second goes on',
      '0 printing a, 10 idle, 20 printing b, 30 printing b, 40 printing b',
      [join(0, 20)],
      ['b running ..0'],
    ],
    [
      'a third is another one',
      `${two}, 50 printing b`,
      [join(0, 30)],
      ['b finished ..0 30..40', 'b running 40..50'],
    ],
    [
      'the second was never seen printing',
      '0 printing a, 10 finished a, 40 finished b 100% 15m',
      [join(0, 40)],
      ['b finished ..0 25..40'],
    ],
    [
      'the first is gone',
      '20 printing b, 30 printing b, 40 finished b',
      [join(0, 30)],
      ['b finished ..20 30..40'],
    ],
    [
      'another one was before',
      '0 printing a, 10 idle, 20 printing b, 30 idle, 40 printing c',
      [join(20, 40)],
      ['a unknown ..0 0..10', 'b running 10..20'],
    ],
  ] as const)('%s', (_, story, facts, prints) => {
    expect(brief(story, facts)).toEqual(prints)
  })

  test('it is marked, for its pictures are of several jobs', () => {
    expect(derive(two, [join(0, 30)])).toMatchObject([{ isJoined: true }])
    expect(derive(two).map(({ isJoined }) => isJoined)).toEqual([false, false])
    expect(derive('0 printing a, 10 printing a', [join(0, 10)])).toMatchObject([
      { isJoined: false },
    ])
  })
})

describe('the owner has said that another print begins', () => {
  test.each([
    [
      'its end is unknown',
      '0 printing a 10% 1m, 10 printing a 20% 11m, 20 printing a 30% 21m 60m-left',
      [split(10)],
      ['a unknown -16..-1 0..10', 'a running 0..10'],
    ],
    [
      'it was done',
      '0 printing a 99%, 10 printing a, 20 finished a',
      [split(10)],
      ['a finished ..0 0..10', 'a finished 0..10 10..20'],
    ],
    [
      'between two observations',
      '0 printing a, 10 printing a',
      [split(5)],
      ['a unknown ..0 0..10', 'a running 0..10'],
    ],
    [
      'within what is one otherwise',
      '0 printing a, 10 finished a, 20 printing b, 30 printing b',
      [join(0, 30), split(30)],
      ['b unknown ..0 20..30', 'b running 20..30'],
    ],
    [
      'where one begins anyway',
      '0 printing a, 10 finished a, 20 printing b',
      [split(20)],
      ['a finished ..0 0..10', 'b running 10..20'],
    ],
    ['at its very first observation', '0 printing a, 10 printing a', [split(0)], ['a running ..0']],
  ] as const)('%s', (_, story, facts, prints) => {
    expect(brief(story, facts)).toEqual(prints)
  })
})
