import { expect, test } from 'vitest'
import { jobs } from './jobs.ts'
import { createMachine } from './machine.ts'

const durationMs = 240_000
const restMs = 60_000

function createDriven(startFraction = 0) {
  let nowMs = 1_763_800_000_000
  const machine = createMachine({ now: () => nowMs, durationMs, restMs, startFraction })
  return { machine, pass: (ms: number) => (nowMs += ms) }
}

test('a job heats, prints, finishes and cools, then the next one starts', () => {
  const { machine, pass } = createDriven()
  const seen: string[] = []
  for (let second = 0; second < 420; second++) {
    const { text, print, job } = machine.read()
    const line = `${job.part} ${text} ${print.phase}`
    if (seen.at(-1) !== line) seen.push(line)
    pass(1000)
  }
  expect(seen).toEqual([
    'tug Starting heating',
    'tug Printing homing',
    'tug Printing printing',
    'tug Finishing finishing',
    'tug Operational cooling',
    'tug Operational over',
    'vase Starting heating',
    'vase Printing homing',
    'vase Printing printing',
  ])
})

test('a paused job keeps its progress and continues from there', () => {
  const { machine, pass } = createDriven(0.5)
  const before = machine.read().print.sent
  expect(machine.resume()).toBe(false)
  expect(machine.pause()).toBe(true)
  expect(machine.pause()).toBe(false)
  pass(3_600_000)
  expect(machine.read().text).toBe('Paused')
  expect(machine.read().print.sent).toBe(before)
  expect(machine.read().print.nozzle.target).toBe(jobs[0].nozzleTarget)
  expect(machine.resume()).toBe(true)
  pass(10_000)
  expect(machine.read().text).toBe('Printing')
  expect(machine.read().print.sent).toBeGreaterThan(before)
  expect(machine.read().print.sent).toBeLessThan(before + 0.1)
})

test('a cancelled job passes through Cancelling, cools, and keeps its progress', () => {
  const { machine, pass } = createDriven(0.6)
  const { sent } = machine.read().print
  expect(machine.cancel()).toBe(true)
  expect(machine.read().text).toBe('Cancelling')
  pass(20_000)
  const after = machine.read()
  expect(after.text).toBe('Operational')
  expect(after.print.sent).toBe(sent)
  expect(after.print.nozzle.target).toBe(0)
  expect(after.print.nozzle.actual).toBeLessThan(jobs[0].nozzleTarget)
  expect(machine.cancel()).toBe(false)
  pass(restMs)
  expect(machine.read().job.part).toBe('vase')
})

test('a reconnected printer is idle and then starts the next job', () => {
  const { machine, pass } = createDriven(0.6)
  machine.disconnect()
  pass(3_600_000)
  expect(machine.read().text).toBe('Offline')
  expect(machine.pause()).toBe(false)
  machine.connect()
  expect(machine.read().text).toBe('Operational')
  expect(machine.read().print.nozzle.actual).toBeLessThan(25)
  pass(restMs)
  expect(machine.read().text).toBe('Starting')
})
