import { readFileSync } from 'node:fs'

export interface Count {
  passed: number
  failed: number
  skipped: number
}

/** A test runner without a report has crashed, which counts as a failure. */
const crashed: Count = { passed: 0, failed: 1, skipped: 0 }

export function readVitest(path: string): Count {
  const report = readReport(path)
  if (report === null) return crashed
  const suites = Number(report.numFailedTestSuites ?? 0)
  const tests = Number(report.numFailedTests ?? 0)
  const passed = Number(report.numPassedTests ?? 0)
  // A file that can't be loaded is a failed suite without tests.
  const failed = tests > 0 ? tests : suites
  if (passed + failed === 0) return crashed
  return { passed, failed, skipped: Number(report.numPendingTests ?? 0) }
}

export function readPlaywright(path: string): Count {
  const report = readReport(path)
  const stats = report?.stats as Record<string, number> | undefined
  if (report === null || stats === undefined) return crashed
  const errors = Array.isArray(report.errors) ? report.errors.length : 0
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = stats
  if (expected + unexpected + errors === 0) return crashed
  return { passed: expected, failed: unexpected + flaky + errors, skipped }
}

export function addCounts(counts: readonly Count[]): Count {
  const sum = (pick: (count: Count) => number) =>
    counts.reduce((all, count) => all + pick(count), 0)
  return {
    passed: sum(({ passed }) => passed),
    failed: sum(({ failed }) => failed),
    skipped: sum(({ skipped }) => skipped),
  }
}

function readReport(path: string): Record<string, unknown> | null {
  try {
    // Both runners' reports are objects
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
  } catch {
    return null
  }
}
