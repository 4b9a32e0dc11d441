import { expect, test } from 'vitest'
import { inZone } from '#lib/api/formats.fixture.ts'
import { describePrint, outcomeWords } from './describe-print.ts'

const at = (clock: string) => `2026-11-22T${clock}:00Z`
const plain = (text: string) => text.replaceAll('\u00a0', ' ')
const print = {
  outcome: 'finished',
  started: { not_before: at('10:00'), not_after: at('10:10') },
  ended: { not_before: at('14:10'), not_after: at('14:20') },
  last_seen_at: at('14:10'),
  duration_seconds: { at_least: 14_400, at_most: 15_600 },
} as const

test('a link preview gives start, end, day and duration', () => {
  expect(plain(describePrint(print, inZone('UTC')))).toBe(
    'Started between 10:00 and 10:10 UTC. Finished between 14:10 and 14:20 UTC, Sun 22 Nov 2026; between 4 h and 4 h 20 min in total.',
  )
})

test('a running print has no end yet', () => {
  const running = {
    ...print,
    outcome: 'running' as const,
    ended: null,
    duration_seconds: { at_least: 14_400, at_most: null },
  }
  expect(plain(describePrint(running, inZone('UTC')))).toBe(
    'Started between 10:00 and 10:10 UTC. Still printing at 14:10 UTC, Sun 22 Nov 2026; at least 4 h so far.',
  )
  expect(outcomeWords.running).toBe('Printing')
})
