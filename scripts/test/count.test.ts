import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { addCounts, readPlaywright, readVitest } from './count.ts'

function report(content: unknown): string {
  const path = join(mkdtempSync(join(tmpdir(), 'count-')), 'report.json')
  writeFileSync(path, JSON.stringify(content))
  return path
}

test('a runner without a report or without tests counts as a failure', () => {
  expect(readVitest('/nowhere')).toMatchObject({ failed: 1 })
  expect(readVitest(report({ numPassedTests: 0, numFailedTests: 0 }))).toMatchObject({ failed: 1 })
  expect(readPlaywright('/nowhere')).toMatchObject({ failed: 1 })
  expect(readPlaywright(report({ stats: { expected: 0 } }))).toMatchObject({ failed: 1 })
})

test('a file that could not be loaded counts as a failure', () => {
  const broken = { numPassedTests: 5, numFailedTests: 0, numFailedTestSuites: 1 }
  expect(readVitest(report(broken))).toEqual({ passed: 5, failed: 1, skipped: 0 })
  const errors = { stats: { expected: 3 }, errors: [{}] }
  expect(readPlaywright(report(errors))).toEqual({ passed: 3, failed: 1, skipped: 0 })
})

test('counts are added', () => {
  const one = { passed: 1, failed: 0, skipped: 2 }
  expect(addCounts([one, { passed: 3, failed: 1, skipped: 0 }])).toEqual({
    passed: 4,
    failed: 1,
    skipped: 2,
  })
})
