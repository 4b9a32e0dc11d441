export interface Check {
  level: 'ok' | 'note' | 'warn' | 'fail'
  /** What was looked at, in a word. */
  topic: Topic
  /** What was found. */
  line: string
  /** What to do. */
  advice?: string
  /** It will not pass by itself: somebody has to change the configuration. */
  needsChange?: boolean
}

export type Topic =
  | 'versions'
  | 'printer'
  | 'key'
  | 'camera'
  | 'picture'
  | 'site'
  | 'clock'
  | 'credentials'
  | 'upload'
  | 'spool'

/** As the snapper itself would end: 0, 1 for what may pass, 2 for what has to be changed. */
export function toExitCode(checks: readonly Check[]): 0 | 1 | 2 {
  const failed = checks.filter(({ level }) => level === 'fail')
  if (failed.length === 0) return 0
  return failed.some(({ needsChange }) => needsChange) ? 2 : 1
}
