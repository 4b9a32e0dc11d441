import { parseLogLine } from '../../testing/site/child.ts'

/** What the owner wants to see of the snapper's log; `null` where a line is of no interest. */
export function describeReport(line: string): string | null {
  const entry = parseLogLine(line)
  if (entry === null) return line
  const time = new Date().toTimeString().slice(0, 8)
  if (entry.msg === 'printer') return `  ${time}  ${entry.status}`
  if (entry.msg === 'delivered')
    return `  ${time}  sent a picture of ${Math.round(Number(entry.picture_bytes) / 1000)} kB`
  return entry.level === 'info' ? null : `  ${time}  ${line}`
}
