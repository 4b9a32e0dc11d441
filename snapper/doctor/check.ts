export interface Check {
  level: 'ok' | 'note' | 'warn' | 'fail'
  /** What was looked at and what was found. */
  line: string
  /** What to do. */
  advice?: string
  /** It will not pass by itself: somebody has to change the configuration. */
  needsChange?: boolean
}

const marks = { ok: ' ok ', note: 'note', warn: 'WARN', fail: 'FAIL' } as const

export function formatCheck({ level, line, advice }: Check): string {
  return `${marks[level]}  ${line}\n${advice === undefined ? '' : `      -> ${advice}\n`}`
}

/** As the snapper itself would end: 0, 1 for what may pass, 2 for what has to be changed. */
export function toExitCode(checks: readonly Check[]): 0 | 1 | 2 {
  const failed = checks.filter(({ level }) => level === 'fail')
  if (failed.length === 0) return 0
  return failed.some(({ needsChange }) => needsChange) ? 2 : 1
}
