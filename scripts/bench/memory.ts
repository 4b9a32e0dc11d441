import { execFileSync } from 'node:child_process'

/** Resident megabytes of a process and of all that it has started, as `ps` on Linux and macOS tells them. */
export function readMemory(pid: number): number {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/).map(Number))
  const family = new Set([pid])
  // Children are listed after their parents nearly always, and a second look finds the rest.
  for (let round = 0; round < 2; round += 1)
    for (const [own = 0, parent = 0] of rows) if (family.has(parent)) family.add(own)
  const kilobytes = rows.reduce(
    (sum, [own = 0, , rss = 0]) => (family.has(own) ? sum + rss : sum),
    0,
  )
  return kilobytes / 1000
}
