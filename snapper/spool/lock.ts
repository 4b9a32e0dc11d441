import {
  linkSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { parseJsonObject } from '../json.ts'

export interface Lock {
  /** Signals that we are alive to hosts that can't see our process. */
  refresh(nowMs: number): void
  release(): void
}

/** A holder on another machine (or in another container) counts as dead after this time without a refresh. */
const silentMs = 10 * 60_000

interface Holder {
  pid: number
  host: string
  /** Start time of the process in kernel ticks, because a pid can be reused; '' if the system doesn't say. */
  startedAt: string
}

/**
 * Allows one snapper per folder. Node has no flock, so a file that names its holder is used instead; a holder that died (kill
 * -9, power cut) is replaced at once if that can be detected.
 * @returns `null` if a running snapper holds it
 */
export function acquireLock(path: string, nowMs: number): Lock | null {
  const own: Holder = { pid: process.pid, host: hostname(), startedAt: readStart(process.pid) }
  const candidate = `${path}.${own.host}.${own.pid}`
  writeFileSync(candidate, JSON.stringify(own))
  try {
    if (!link(candidate, path) && !(removeDead(path, candidate, nowMs) && link(candidate, path)))
      return null
  } finally {
    rmSync(candidate, { force: true })
  }
  return {
    refresh(at) {
      try {
        utimesSync(path, at / 1000, at / 1000)
      } catch (error) {
        if (!isCode(error, 'ENOENT')) throw error // the file was deleted; the folder is still ours
      }
    },
    release: () => rmSync(path, { force: true }),
  }
}

/** Creating a hard link is atomic, and only one process succeeds. */
function link(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  }
}

function removeDead(path: string, candidate: string, nowMs: number): boolean {
  const seen = read(path)
  if (seen === null) return true
  if (isAlive(seen, path, nowMs)) return false
  // Renamed to a name of our own first; a faster process may have replaced the lock meanwhile.
  const taken = `${candidate}.dead`
  try {
    renameSync(path, taken)
  } catch (error) {
    if (isCode(error, 'ENOENT')) return true
    throw error
  }
  const isSame = JSON.stringify(read(taken)) === JSON.stringify(seen)
  if (!isSame) link(taken, path)
  rmSync(taken, { force: true })
  return isSame
}

function read(path: string): Holder | null {
  try {
    const value = parseJsonObject(readFileSync(path))
    if (value === null) return { pid: 0, host: '', startedAt: '' }
    return { pid: Number(value.pid), host: String(value.host), startedAt: String(value.startedAt) }
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null
    throw error
  }
}

function isAlive(holder: Holder, path: string, nowMs: number): boolean {
  if (holder.host !== hostname()) {
    const heardMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
    return holder.host !== '' && Math.abs(nowMs - heardMs) < silentMs
  }
  if (holder.startedAt !== readStart(holder.pid)) return false
  try {
    return process.kill(holder.pid, 0)
  } catch (error) {
    return isCode(error, 'EPERM')
  }
}

function readStart(pid: number): string {
  try {
    // The process name in parentheses may contain anything; the 20th field after it is the start time.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(') ') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
