import { type FSWatcher, watch } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type FolderState,
  isSameState,
  listChangedFiles,
  scanFiles,
  scanFolder,
} from './scan-folder.ts'

export interface FolderWatchOptions {
  folder: string
  /**
   * Reads the folder. The function that it returns shows the result, and is called unless the folder changed meanwhile.
   * @param changedFiles since what is shown; null if nothing is shown yet
   */
  prepare: (changedFiles: readonly string[] | null) => Promise<() => void | Promise<void>>
  onError: (error: unknown) => void
  /** How long to wait between two looks for changes that cause no event. Default 5 s. */
  pollMs?: number
}

export interface FolderWatch {
  /** Prepares again, even without a change. */
  refresh(): void
  close(): void
}

/** A file is complete when it hasn't changed for so long. */
const settleMs = 80

/** After so long of changes the folder is shown as it is: a program may write a log into it all day. */
const maxSettleMs = 10_000

/** A look takes at most this share of the time: 1,000 posts on a slow board take a second. */
const maxPollShare = 0.02

/** After `prepare` has failed for the first time; then twice as long each time. */
const retryMs = 10_000
const maxRetryMs = 300_000

/**
 * Prepares the folder now and after each change: when the system reports one, and by looking at the times of all files, because bind
 * mounts, network disks and a symbolic link that is replaced cause no events.
 */
export function watchFolder(options: FolderWatchOptions): FolderWatch {
  const { folder, prepare, onError, pollMs = 5_000 } = options
  const watchers = new Map<string, FSWatcher>()
  /** What is shown, or could not be prepared. */
  let seen: FolderState | null = null
  let shown: FolderState | null = null
  let isRunning = false
  let isRequested = false
  let isForced = false
  let isClosed = false
  let timer: NodeJS.Timeout | undefined
  let retryTimer: NodeJS.Timeout | undefined
  let failures = 0
  let scanTookMs = 0
  /** What events have named since the present update began; null if only a complete look can tell what has changed. */
  let named: Set<string> | null = null
  let last: FolderState | null = null

  async function scan(): Promise<FolderState> {
    const some = named && last && (await scanFiles(folder, named, last))
    if (some) {
      last = some
      return some
    }
    const startedAt = performance.now()
    last = await scanFolder(folder)
    scanTookMs = performance.now() - startedAt
    return last
  }

  function note(path: string, name: string | null): void {
    // An editor's own file. Kubernetes replaces `..data`, a link through which all others lead.
    if (name?.startsWith('.') && !name.startsWith('..')) return
    if (name === null || name.startsWith('..')) named = null
    else named?.add(relative(folder, join(path, name)).replaceAll(sep, '/'))
    run()
  }

  /** The folder's state when it has been the same for a moment. */
  async function settle(): Promise<FolderState> {
    const giveUpAt = performance.now() + maxSettleMs
    let state = await scan()
    // The first time nobody is editing it, and visitors wait.
    while (seen !== null && !isSameState(state, seen) && performance.now() < giveUpAt) {
      await sleep(settleMs, undefined, { ref: false })
      const next = await scan()
      if (isSameState(next, state)) break
      state = next
    }
    return state
  }

  async function update(): Promise<void> {
    const giveUpAt = performance.now() + maxSettleMs
    for (;;) {
      const state = await settle()
      followFolders(state.folders)
      if (seen !== null && !isForced && isSameState(state, seen)) return
      isForced = false
      const changed = shown === null ? null : listChangedFiles(shown, state)
      const show = await prepare(changed).catch(fail)
      if (isClosed) return
      if (!isSameState(await scan(), state) && performance.now() < giveUpAt) continue
      seen = state
      if (show === undefined) return
      shown = state
      failures = 0
      return show()
    }
  }

  function fail(error: unknown): void {
    onError(error)
    clearTimeout(retryTimer)
    retryTimer = setTimeout(refresh, Math.min(retryMs * 2 ** failures, maxRetryMs)).unref()
    failures += 1
  }

  function refresh(): void {
    isForced = true
    run()
  }

  async function run(): Promise<void> {
    isRequested = true
    if (isRunning || isClosed) return
    isRunning = true
    clearTimeout(timer)
    while (isRequested && !isClosed) {
      isRequested = false
      await update().catch(fail)
    }
    named = new Set()
    isRunning = false
    if (!isClosed) timer = setTimeout(poll, Math.max(pollMs, scanTookMs / maxPollShare)).unref()
  }

  function poll(): void {
    named = null
    run()
  }

  /** Watches each folder alone: Node's recursive watch lists the whole tree synchronously. */
  function followFolders(folders: readonly string[]): void {
    const wanted = new Set(folders)
    for (const [path, watcher] of watchers)
      if (!wanted.has(path)) {
        watcher.close()
        watchers.delete(path)
      }
    for (const path of folders) if (!watchers.has(path)) follow(path)
  }

  function follow(path: string): void {
    const drop = () => {
      watchers.get(path)?.close()
      watchers.delete(path)
    }
    try {
      // Where the system has no watches left, the looks are enough.
      watchers.set(
        path,
        watch(path, { persistent: false }, (_, name) => note(path, name)).on('error', drop),
      )
    } catch {
      drop()
    }
  }

  run()
  return {
    refresh,
    close() {
      isClosed = true
      clearTimeout(timer)
      clearTimeout(retryTimer)
      for (const watcher of watchers.values()) watcher.close()
    },
  }
}
