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
  /** Says that we are still here, to those who can't see our process. */
  refresh(nowMs: number): void
  release(): void
}

/** Another machine (or container) on the same folder is thought dead after this silence. */
const silentMs = 10 * 60_000

interface Holder {
  pid: number
  host: string
  /** When that process began, in the kernel's ticks: a number is used again, this isn't. '' where the system doesn't say. */
  startedAt: string
}

/**
 * One snapper per folder. Node knows no flock: a file that names its holder takes its place, and a holder that is dead
 * (kill -9, power cut) is replaced at once where that can be seen.
 * @returns `null` where a living snapper holds it
 */
export function takeLock(path: string, nowMs: number): Lock | null {
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
        if (!isCode(error, 'ENOENT')) throw error // somebody tidied up; we still have the folder
      }
    },
    release: () => rmSync(path, { force: true }),
  }
}

/** A link is made whole or not at all, and by one only. */
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
  // Taken away under a name of our own; what we got may by now be the lock of one who was faster.
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
    // The name in brackets may hold anything; the 20th word after it is the start.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(') ') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
