import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { loadavg } from 'node:os'

/** The value below which this share (0 to 1) of all values lies; 0 for an empty list. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5)
}

/** "p50 1.2 ms, p95 3.4 ms" */
export function formatPercentiles(values: readonly number[], high = 0.95): string {
  const format = (share: number) => {
    const ms = percentile(values, share)
    return `p${Math.round(share * 100)} ${ms.toFixed(ms < 1 ? 2 : 1)} ms`
  }
  return `${format(0.5)}, ${format(high)}`
}

export function formatLoad(): string {
  return loadavg()
    .map((load) => load.toFixed(1))
    .join(' ')
}

/** Linux counts in hundredths of a second on every platform that Node supports. */
const ticksPerSecond = 100

/**
 * CPU time that a process has used, in seconds; `null` without /proc. Other load on the machine stretches every wall-clock figure
 * but hardly affects this one.
 */
export function readCpuSeconds(pid: number): number | null {
  const path = `/proc/${pid}/stat`
  if (!existsSync(path)) return null
  // After the name in parentheses, which may contain anything: state is field 3, utime 14, stime 15.
  const fields = readFileSync(path, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}

/** Resident megabytes of a process and of its running descendants. */
export interface Memory {
  ownMb: number
  childrenMb: number
}

/** Uses `ps`, as on Linux and macOS. */
export function readMemory(pid: number): Memory {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/).map(Number))
  const family = new Set([pid])
  // Parents are nearly always listed before their children; a second pass finds the rest.
  for (let pass = 0; pass < 2; pass += 1)
    for (const [own = 0, parent = 0] of rows) if (family.has(parent)) family.add(own)
  const sum = (isIncluded: (own: number) => boolean) =>
    rows.reduce((total, [own = 0, , kb = 0]) => total + (isIncluded(own) ? kb / 1000 : 0), 0)
  return {
    ownMb: sum((own) => own === pid),
    childrenMb: sum((own) => own !== pid && family.has(own)),
  }
}

/** @param child what its other processes are */
export function formatMemory({ ownMb, childrenMb }: Memory, child = 'its image process'): string {
  const children = childrenMb > 0 ? ` and ${Math.round(childrenMb)} MB in ${child}` : ''
  return `${Math.round(ownMb)} MB${children}`
}
