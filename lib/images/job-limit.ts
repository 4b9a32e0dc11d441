import { readFileSync } from 'node:fs'

/** What the start of the image process takes where the limits were chosen (measured: 65-110 ms). */
const usualStartCpuMs = 100
/** A job that waits for the disk uses no CPU time, and neither does one that hangs. */
const maxWaitFactor = 10

/**
 * Whether a job has taken too long. Its CPU time counts: on a busy machine a job gets only a part of the processor. A machine that
 * took longer for the start of the process gets as much longer for its jobs.
 * @param job in ms; `cpuMs` and `startCpuMs` are `null` where unknown
 */
export function isOverdue(
  job: { elapsedMs: number; cpuMs: number | null; startCpuMs: number | null },
  timeoutMs: number,
): boolean {
  const limitMs = timeoutMs * Math.max(1, (job.startCpuMs ?? 0) / usualStartCpuMs)
  return (job.cpuMs ?? job.elapsedMs) > limitMs || job.elapsedMs > maxWaitFactor * limitMs
}

/** @returns the CPU time that a process has used, in ms; `null` where the system doesn't say */
export function readCpuMs(pid: number | undefined): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // After the name, which may have spaces and parentheses. Linux counts in hundredths of a second on all architectures.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) * 10
  } catch {
    return null
  }
}
