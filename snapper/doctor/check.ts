import { isUnresolved } from '../http.ts'
export interface Check {
  level: 'ok' | 'note' | 'warn' | 'fail'
  /** What was checked, in one word. */
  topic: Topic
  /** The result. */
  line: string
  /** How to fix it. */
  advice?: string
  /** Won't resolve itself: the configuration must be changed. */
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
  | 'mqtt'

/** The same exit codes as the snapper's own: 0, 1 for a temporary failure, 2 for a configuration error. */
export function toExitCode(checks: readonly Check[]): 0 | 1 | 2 {
  const failed = checks.filter(({ level }) => level === 'fail')
  if (failed.length === 0) return 0
  return failed.some(({ needsChange }) => needsChange) ? 2 : 1
}

/** What to do if a variable's address has a name that this machine doesn't know; null if that isn't the reason. */
export function adviseName(reason: string, variable: string): string | null {
  if (!isUnresolved(reason)) return null
  return `Is the name in ${variable} spelled right? One that ends in .local needs mDNS (libnss-mdns); an IP address works without names.`
}
