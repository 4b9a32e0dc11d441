import { existsSync, readFileSync } from 'node:fs'

/** Linux counts in hundredths of a second wherever Node runs. */
const ticksPerSecond = 100

/**
 * Processor time that a process has used, in seconds; `null` where the system doesn't tell it finely. Other load on the machine
 * stretches every wall-clock figure and hardly touches this one.
 */
export function readCpuSeconds(pid: number): number | null {
  const path = `/proc/${pid}/stat`
  if (!existsSync(path)) return null
  // After the name in brackets, which may hold anything: state is field 3, utime 14, stime 15.
  const fields = readFileSync(path, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}
