import { expect, test } from 'vitest'
import { jobs } from './jobs.ts'
import { coldStart, stateAt } from './print-state.ts'
import { measured, roomTemperature } from './temperature.ts'

const [job] = jobs
const durationMs = 240_000
const at = (tMs: number) => stateAt(job, tMs, durationMs)

test('the nozzle warms without a jump, reaches its target before the first layer and stays there', () => {
  let before = roomTemperature
  for (let tMs = 0; tMs <= durationMs; tMs += 1000) {
    const { nozzle } = at(tMs)
    expect(nozzle.actual).toBeGreaterThanOrEqual(before)
    expect(nozzle.actual - before).toBeLessThan(25)
    before = nozzle.actual
  }
  const { phase, nozzle, bed } = at(durationMs * 0.16)
  expect(phase).toBe('printing')
  expect(nozzle.actual).toBe(job.nozzleTarget)
  expect(bed.actual).toBe(job.bedTarget)
})

test('after the job both heaters are off and cool towards room temperature, never below it', () => {
  const soon = at(durationMs + 10_000)
  const later = at(durationMs + 600_000)
  expect(soon.nozzle.target).toBe(0)
  expect(soon.nozzle.actual).toBeLessThan(job.nozzleTarget)
  expect(later.nozzle.actual).toBeGreaterThanOrEqual(roomTemperature)
  expect(later.nozzle.actual).toBeLessThan(roomTemperature + 1)
})

test('the file is sent from its first byte to its last', () => {
  let sent = -1
  for (let tMs = 0; tMs <= durationMs; tMs += 2000) {
    const state = at(tMs)
    expect(state.sent).toBeGreaterThanOrEqual(sent)
    sent = state.sent
  }
  expect(stateAt(job, 0, durationMs, coldStart).sent).toBe(0)
  expect(sent).toBe(1)
})

test('the sensor’s noise is a few tenths of a degree and differs at each reading', () => {
  const readings = Array.from({ length: 50 }, (_, i) => measured(200, 1, i * 500))
  for (const reading of readings) expect(Math.abs(reading - 200)).toBeLessThan(0.5)
  expect(new Set(readings).size).toBeGreaterThan(10)
})
