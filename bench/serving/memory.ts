import { execFileSync } from 'node:child_process'

export interface Memory {
  /** The process itself, resident megabytes. */
  ownMb: number
  /** All that it has started and that still runs. */
  childrenMb: number
}

/** As `ps` on Linux and macOS tells it. */
export function readMemory(pid: number): Memory {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/).map(Number))
  const family = new Set([pid])
  // Children are listed after their parents nearly always, and a second look finds the rest.
  for (let round = 0; round < 2; round += 1)
    for (const [own = 0, parent = 0] of rows) if (family.has(parent)) family.add(own)
  let ownMb = 0
  let childrenMb = 0
  for (const [own = 0, , kilobytes = 0] of rows) {
    if (own === pid) ownMb = kilobytes / 1000
    else if (family.has(own)) childrenMb += kilobytes / 1000
  }
  return { ownMb, childrenMb }
}

export function formatMemory({ ownMb, childrenMb }: Memory): string {
  const children = childrenMb > 0 ? ` and ${Math.round(childrenMb)} MB in its image process` : ''
  return `${Math.round(ownMb)} MB${children}`
}
