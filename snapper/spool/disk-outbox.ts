import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { getErrorCode, type Log } from '../log.ts'
import type { QueuedReport } from '../queued-report.ts'
import { acquireLock } from './lock.ts'
import type { Entry, Outbox } from './outbox.ts'
import {
  parseReportFile,
  parseReportFileName,
  type ReportFileName,
  renderReportFile,
  renderReportFileName,
} from './report-file.ts'
import { type Clock, watchClock } from './spool-clock.ts'

export interface SpoolLimits {
  maxBytes: number
  maxAgeMs: number
  /** The printer (see `toOwner`) whose reports are managed here; those of other printers are left alone. */
  owner: string
}

const maxQuarantined = 20

interface Waiting extends ReportFileName {
  name: string
  bytes: number
}

/**
 * Opens the spool: each report is a file until the site has it.
 * @returns `null` if another snapper has locked this folder
 * @throws the file system's error if the folder isn't writable
 */
export function openDiskOutbox(
  folder: string,
  limits: SpoolLimits,
  { log, now, monotonic }: Clock & { log: Log },
): Outbox | null {
  const quarantineFolder = join(folder, 'quarantine')
  mkdirSync(quarantineFolder, { recursive: true, mode: 0o700 })
  const lock = acquireLock(join(folder, 'lock'), now())
  if (lock === null) return null
  const clock = watchClock(join(folder, 'clock'), { now, monotonic })
  const deferred = new Set<string>()
  /** Entries to ignore even if the disk fails to remove them, so that they aren't sent again and again. */
  const removed = new Set<string>()
  let dropped = 0

  // Incomplete files from a crash were never acknowledged.
  for (const name of readdirSync(folder))
    if (name.endsWith('.part')) rmSync(join(folder, name), { force: true })

  /** Oldest first. */
  function list(): Waiting[] {
    return readdirSync(folder)
      .flatMap((name) => {
        const parsed = parseReportFileName(name)
        return parsed === null || parsed.owner !== limits.owner || removed.has(name)
          ? []
          : [{ ...parsed, name, bytes: sizeOf(join(folder, name)) }]
      })
      .toSorted((a, b) => a.sequence - b.sequence)
  }

  function trim(waiting: Waiting[]): Waiting[] {
    const remaining = keepAges(waiting, clock.takeJump())
    let bytes = remaining.reduce((sum, file) => sum + file.bytes, 0)
    const oldestMs = now() - limits.maxAgeMs
    for (let first = remaining[0]; first !== undefined; first = remaining[0]) {
      if (bytes <= limits.maxBytes && first.takenAtMs >= oldestMs) break
      rmSync(join(folder, first.name), { force: true })
      remaining.shift()
      bytes -= first.bytes
      dropped += 1
      log('warn', 'dropped from the spool: over its age or size limit', {
        dropped,
        bytes: first.bytes,
      })
    }
    return remaining
  }

  /** Only age in the name of the file follows the clock; the report keeps its time. */
  function keepAges(waiting: readonly Waiting[], jumpMs: number): Waiting[] {
    if (jumpMs === 0) return [...waiting]
    log('info', 'the clock was set; reports in the spool keep their age', {
      seconds: Math.round(jumpMs / 1000),
    })
    return waiting.map((file) => {
      const moved = { ...file, takenAtMs: Math.max(0, file.takenAtMs + jumpMs) }
      const name = renderReportFileName(moved)
      renameSync(join(folder, file.name), join(folder, name))
      if (deferred.delete(file.name)) deferred.add(name)
      return { ...moved, name }
    })
  }

  /** Without an error: one bad file must not hold up the others. */
  function read(file: Waiting): Entry | null {
    const { name } = file
    let detail = 'its content does not match its hash'
    try {
      const report = parseReportFile(file, readFileSync(join(folder, name)))
      if (report !== null) return { id: name, report }
    } catch (error) {
      detail = getErrorCode(error)
    }
    log('warn', 'moving a damaged file from the spool to quarantine', { file: name, detail })
    try {
      moveToQuarantine(name, `The file is damaged: ${detail}.`)
    } catch (error) {
      removed.add(name)
      log('warn', 'ignoring the damaged file', { file: name, detail: getErrorCode(error) })
    }
    return null
  }

  function moveToQuarantine(name: string, response: string): void {
    writeDurably(join(quarantineFolder, `${name}.txt`), [Buffer.from(`${response}\n`)])
    renameSync(join(folder, name), join(quarantineFolder, name))
    const remaining = readdirSync(quarantineFolder).filter((entry) => entry.endsWith('.parcel'))
    for (const old of remaining.toSorted().slice(0, -maxQuarantined)) {
      rmSync(join(quarantineFolder, old), { force: true })
      rmSync(join(quarantineFolder, `${old}.txt`), { force: true })
    }
  }

  return {
    put(report: QueuedReport) {
      lock.refresh(now())
      const sequence = (list().at(-1)?.sequence ?? 0) + 1
      const { name, pieces } = renderReportFile(report, { sequence, owner: limits.owner })
      writeDurably(join(folder, name), pieces)
      trim(list())
      return { id: name, report }
    },
    next() {
      lock.refresh(now())
      const newestFirst = trim(list()).toReversed()
      const inOrder = [
        ...newestFirst.filter(({ name }) => !deferred.has(name)),
        ...newestFirst.filter(({ name }) => deferred.has(name)),
      ]
      for (const file of inOrder) {
        const entry = read(file)
        if (entry !== null) return entry
      }
      return null
    },
    remove(id) {
      removed.add(id)
      rmSync(join(folder, id), { force: true })
      syncFolder(folder)
      removed.delete(id)
    },
    quarantine(id, response) {
      removed.add(id)
      moveToQuarantine(id, response)
      removed.delete(id)
    },
    defer: (id) => void deferred.add(id),
    count: () => list().length,
    close: () => lock.release(),
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}

/**
 * Writes a file atomically and durably (fsync). After a power cut either the old or the new content exists, never a mixture.
 * @throws the file system's error; no partial file remains
 */
function writeDurably(path: string, pieces: readonly Buffer[]): void {
  const part = `${path}.part`
  try {
    const file = openSync(part, 'w', 0o600)
    try {
      for (const piece of pieces)
        for (let written = 0; written < piece.length; )
          written += writeSync(file, piece, written, piece.length - written)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(part, path)
  } catch (error) {
    rmSync(part, { force: true })
    throw error
  }
  syncFolder(dirname(path))
}

/** A created or removed name is durable only after its folder is synced. */
function syncFolder(path: string): void {
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
