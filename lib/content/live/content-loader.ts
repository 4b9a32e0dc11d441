import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { ContentError } from '../content-errors.ts'
import { toLists } from '../model/order.ts'
import type { AnyDocument, ContentData } from '../model/types.ts'
import type { LoadOptions } from '../open-content.ts'
import type { ContentPart, ContentRequest, Urgency } from './content-messages.ts'

/** The process is started from its source, because the site's modules are bundled elsewhere. In parts, which no bundler follows. */
const program = ['lib', 'content', 'live', 'content-process.ts']

/** The process sends a message each second, unless one document lets nothing else happen. */
const defaultSilenceMs = 60_000

export interface ContentLoader {
  /**
   * Loads the content; one call at a time. A document that keeps the process busy for too long is left out with an error, because a
   * change of another file, such as `draft: true`, would wait for it.
   * @throws ContentError if there is no such folder; Error if the process exits before it has sent all
   */
  load(options: LoadOptions, urgency: Urgency): Promise<ContentData>
  /** Ends the process unless it is needed within this time. Before, it deletes what no site uses of a cache. */
  rest(afterMs: number, prunedCacheDir: string | null): void
  close(): void
}

/**
 * Loads the content in a process of its own: parsing and rendering delay no request, and their memory is returned. As long as the
 * process runs it reads only what has changed, and sends only that.
 */
export function createContentLoader(options: {
  rootDir: string
  compileCacheDir: string
  maxSilenceMs?: number
}): ContentLoader {
  const { rootDir, compileCacheDir, maxSilenceMs = defaultSilenceMs } = options
  /** Until its text changes, which gives it another key. */
  const tooSlow = new Set<string>()
  /** Each document that a process has sent, by its file. */
  const known = new Map<string, AnyDocument>()
  let running: ChildProcess | null = null
  let restTimer: NodeJS.Timeout | undefined
  let isLoading = false

  async function loadUntilFast(request: ContentRequest): Promise<ContentData> {
    for (;;) {
      // It may have been killed for its memory meanwhile.
      if (!running?.connected) running = startProcess(rootDir, compileCacheDir)
      try {
        const found = await ask(running, request, { known, maxSilenceMs })
        if ('data' in found) return found.data
        tooSlow.add(found.slowKey)
        running = null
      } catch (error) {
        if (!(error instanceof ContentError)) running = null
        throw error
      }
    }
  }

  function close(): void {
    clearTimeout(restTimer)
    if (running?.connected) running.disconnect()
    running = null
  }

  return {
    async load(loadOptions, urgency) {
      clearTimeout(restTimer)
      isLoading = true
      try {
        return await loadUntilFast({ kind: 'load', options: loadOptions, tooSlow, urgency })
      } finally {
        isLoading = false
      }
    },
    rest(afterMs, prunedCacheDir) {
      clearTimeout(restTimer)
      restTimer = setTimeout(() => {
        // Another edit came first, and its end will call this again.
        if (isLoading) return
        // It disconnects by itself.
        if (prunedCacheDir !== null && running !== null) {
          running.send({ kind: 'prune', cacheDir: prunedCacheDir } satisfies ContentRequest)
          running = null
        } else close()
      }, afterMs).unref()
    },
    close,
  }
}

function startProcess(rootDir: string, compileCacheDir: string): ChildProcess {
  const child = fork(join(rootDir, ...program), [], {
    // Not the site's environment: it contains credentials and NODE_OPTIONS.
    env: {
      NODE_ENV: 'production',
      NODE_COMPILE_CACHE: compileCacheDir,
      MALLOC_ARENA_MAX: '1',
    },
    // 214 MB with 1,000 posts instead of 325 MB, for the same CPU time.
    execArgv: ['--max-semi-space-size=4'],
    // Dates and maps stay what they are.
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  // One that is busy with a document wouldn't notice that the site is gone.
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  child.once('close', () => process.off('exit', kill))
  // Of a request that it didn't live to receive; `ask` has its own listener.
  child.on('error', () => undefined)
  return child
}

/** Sends a request and waits for its answer, or for the process to exit. Kills the process when it has been silent for too long. */
async function ask(
  child: ChildProcess,
  request: ContentRequest,
  { known, maxSilenceMs }: { known: Map<string, AnyDocument>; maxSilenceMs: number },
): Promise<{ data: ContentData } | { slowKey: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<
    { data: ContentData } | { slowKey: string }
  >()
  let rendering: string | null = null
  let isSilent = false
  const silence = setTimeout(() => {
    isSilent = true
    child.kill('SIGKILL')
  }, maxSilenceMs)
  const receive = (part: ContentPart) => {
    silence.refresh()
    if (part.kind === 'rendering') rendering = part.key
    else if (part.kind === 'failed') reject(new ContentError(part.issues))
    else if (part.kind === 'changed') part.documents.forEach(note)
    else if (part.kind === 'loaded') resolve({ data: { ...part.rest, ...takeLists(part.files) } })
  }
  // A new process sends all. What is the same stays the same object, which is how others notice what has changed.
  const note = (document: AnyDocument) => {
    if (!isDeepStrictEqual(document, known.get(document.file))) known.set(document.file, document)
  }
  const takeLists = (files: readonly string[]) => {
    const documents = files.flatMap((file) => known.get(file) ?? [])
    for (const file of new Set(known.keys()).difference(new Set(files))) known.delete(file)
    return toLists(documents)
  }
  // After the last message, unlike `exit`.
  const leave = (code: number | null, signal: string | null) => {
    if (isSilent && rendering !== null) resolve({ slowKey: rendering })
    else reject(new Error(`The content process exited with ${signal ?? `exit code ${code}`}`))
  }
  child.on('message', receive).on('error', reject).on('close', leave)
  child.ref()
  child.channel?.ref()
  child.send(request)
  try {
    return await promise
  } finally {
    clearTimeout(silence)
    child.off('message', receive).off('error', reject).off('close', leave)
    // The next request, or the end of the site, decides about it.
    child.unref()
    child.channel?.unref()
  }
}
