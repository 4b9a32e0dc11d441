import { expect, test } from 'vitest'
import type { Reading } from '../report.ts'
import { formatState } from './state.ts'

const reading: Reading = {
  state: 'printing',
  status: 'Printing',
  progress: 42.3,
  jobName: 'benchy.gcode',
  elapsedSeconds: 60,
  remainingSeconds: 1600,
  temperatures: { tool0: { actual: 214.8, target: 215 }, bed: { actual: 60.1, target: 60 } },
  observedAt: new Date(),
  backend: null,
}
const format = (changes: Partial<Reading>) =>
  JSON.parse(formatState({ ...reading, ...changes }, null))

test('each sensor has its value', () => {
  const at = new Date('2026-11-29T12:00:00Z')
  expect(JSON.parse(formatState(reading, at))).toEqual({
    state: 'printing',
    progress: 42.3,
    nozzle: 214.8,
    bed: 60.1,
    job: 'benchy.gcode',
    remaining: 27,
    picture_at: '2026-11-29T12:00:00.000Z',
  })
})

test('what a printer that is off last said is not shown as current', () => {
  expect(format({ state: 'offline', temperatures: null })).toMatchObject({
    state: 'offline',
    progress: null,
    nozzle: null,
    remaining: null,
  })
})

test('a name that is too long for Home Assistant is cut', () => {
  expect([...format({ jobName: '🌧'.repeat(300) }).job]).toHaveLength(255)
})
