import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from '../log.ts'
import type { QueuedReport } from '../queued-report.ts'
import { syncFolder, writeDurably } from './durable.ts'
import { takeLock } from './lock.ts'
import type { Entry, Outbox } from './outbox.ts'
import {
  parseReportFile,
  parseReportFileName,
  type ReportFileName,
  renderReportFile,
} from './report-file.ts'

export interface SpoolLimits {
  maxBytes: number
  maxAgeMs: number
  /** Whose parcels are kept here, by `toOwner`; those of others are left alone. */
  owner: string
}

const maxQuarantined = 20

interface Waiting extends ReportFileName {
  name: string
  bytes: number
}

/**
 * The spool: each parcel is a file until the site has it.
 * @returns `null` where another snapper has this folder
 * @throws the file system's error where the folder can't be written
 */
export function openDiskOutbox(
  folder: string,
  limits: SpoolLimits,
  { log, now }: { log: Log; now(): number },
): Outbox | null {
  const quarantineFolder = join(folder, 'quarantine')
  mkdirSync(quarantineFolder, { recursive: true, mode: 0o700 })
  const lock = takeLock(join(folder, 'lock'), now())
  if (lock === null) return null
  const putOff = new Set<string>()
  /** Of a disk that can't be written any more: at least they aren't sent again and again. */
  const gone = new Set<string>()
  let dropped = 0

  // What a crash left half written was never promised to anybody.
  for (const name of readdirSync(folder))
    if (name.endsWith('.part')) rmSync(join(folder, name), { force: true })

  /** Oldest first. */
  function list(): Waiting[] {
    return readdirSync(folder)
      .flatMap((name) => {
        const parsed = parseReportFileName(name)
        return parsed === null || parsed.owner !== limits.owner || gone.has(name)
          ? []
          : [{ ...parsed, name, bytes: sizeOf(join(folder, name)) }]
      })
      .toSorted((a, b) => a.sequence - b.sequence)
  }

  function trim(waiting: Waiting[]): Waiting[] {
    const kept = [...waiting]
    let bytes = kept.reduce((sum, file) => sum + file.bytes, 0)
    const oldestMs = now() - limits.maxAgeMs
    for (let first = kept[0]; first !== undefined; first = kept[0]) {
      if (bytes <= limits.maxBytes && first.takenAtMs >= oldestMs) break
      rmSync(join(folder, first.name), { force: true })
      kept.shift()
      bytes -= first.bytes
      dropped += 1
      log('warn', 'dropped from the spool: too old or too much', { dropped, bytes: first.bytes })
    }
    return kept
  }

  function read(file: Waiting): Entry | null {
    const parcel = parseReportFile(file, readFileSync(join(folder, file.name)))
    if (parcel !== null) return { id: file.name, parcel }
    setAside(file.name, 'The file is damaged: it is not what was written.')
    log('warn', 'a damaged file in the spool was set aside', { file: file.name })
    return null
  }

  function setAside(name: string, answer: string): void {
    writeDurably(join(quarantineFolder, `${name}.txt`), [Buffer.from(`${answer}\n`)])
    renameSync(join(folder, name), join(quarantineFolder, name))
    const kept = readdirSync(quarantineFolder).filter((entry) => entry.endsWith('.parcel'))
    for (const old of kept.toSorted().slice(0, -maxQuarantined)) {
      rmSync(join(quarantineFolder, old), { force: true })
      rmSync(join(quarantineFolder, `${old}.txt`), { force: true })
    }
  }

  return {
    put(parcel: QueuedReport) {
      lock.refresh(now())
      const sequence = (list().at(-1)?.sequence ?? 0) + 1
      const { name, pieces } = renderReportFile(parcel, { sequence, owner: limits.owner })
      writeDurably(join(folder, name), pieces)
      trim(list())
      return { id: name, parcel }
    },
    next() {
      lock.refresh(now())
      const newestFirst = trim(list()).toReversed()
      const inOrder = [
        ...newestFirst.filter(({ name }) => !putOff.has(name)),
        ...newestFirst.filter(({ name }) => putOff.has(name)),
      ]
      for (const file of inOrder) {
        const entry = read(file)
        if (entry !== null) return entry
      }
      return null
    },
    remove(id) {
      gone.add(id)
      rmSync(join(folder, id), { force: true })
      syncFolder(folder)
      gone.delete(id)
    },
    quarantine(id, answer) {
      gone.add(id)
      setAside(id, answer)
      gone.delete(id)
    },
    putOff: (id) => void putOff.add(id),
    count: () => list().length,
    close: () => lock.release(),
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
