import { expect, test } from 'vitest'
import { isOverdue, readCpuMs } from './job-limit.ts'

const usual = { elapsedMs: 0, cpuMs: 0, startCpuMs: 100 }

test.each([
  ['20 s of work', { elapsedMs: 20_000, cpuMs: 20_000 }, false],
  ['31 s of work', { elapsedMs: 31_000, cpuMs: 31_000 }, true],
  [
    '10 s of work that took two minutes on a busy machine',
    { elapsedMs: 120_000, cpuMs: 10_000 },
    false,
  ],
  ['no work for six minutes', { elapsedMs: 360_000, cpuMs: 0 }, true],
  [
    '200 s of work on a machine that starts ten times as slowly',
    { elapsedMs: 200_000, cpuMs: 200_000, startCpuMs: 1000 },
    false,
  ],
  ['301 s of work on that machine', { elapsedMs: 301_000, cpuMs: 301_000, startCpuMs: 1000 }, true],
  ['31 s where CPU time is unknown', { elapsedMs: 31_000, cpuMs: null, startCpuMs: null }, true],
] as const)('%s', (_, job, expected) => {
  expect(isOverdue({ ...usual, ...job }, 30_000)).toBe(expected)
})

test.runIf(process.platform === 'linux')(
  'the system says how much CPU time a process has used',
  () => {
    const { user, system } = process.cpuUsage()
    const used = readCpuMs(process.pid) ?? 0
    expect(used).toBeGreaterThan((user + system) / 1000 - 50)
    expect(readCpuMs(undefined)).toBeNull()
  },
)
