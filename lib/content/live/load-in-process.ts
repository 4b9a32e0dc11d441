import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { ContentIssue } from '#lib/core/content-issue.ts'
import { ContentError } from '../content-errors.ts'
import type { ContentData, Page, Post, Project } from '../model/types.ts'
import type { LoadOptions } from '../open-content.ts'

type Rest = Omit<ContentData, 'posts' | 'projects' | 'pages'>

interface Urgency {
  /** Somebody waits for it; otherwise visitors' requests go first. */
  isUrgent?: boolean
}

/** What the process is asked for: see `RenderWatch` for `tooSlow`. */
export type ContentRequest = LoadOptions & Urgency & { tooSlow: ReadonlySet<string> }

/** Messages of the process: that it works, then the rest, then the documents in their order. */
export type ContentPart =
  | { kind: 'alive' }
  | { kind: 'rendering'; key: string }
  | (Rest & { kind: 'rest' })
  | { kind: 'failed'; issues: readonly ContentIssue[] }
  | { kind: 'posts'; documents: Post[] }
  | { kind: 'projects'; documents: Project[] }
  | { kind: 'pages'; documents: Page[] }

/** The process is started from its source, because the site's modules are bundled elsewhere. In parts, which no bundler follows. */
const program = ['lib', 'content', 'live', 'content-process.ts']

/** The process sends a message each second, unless one document lets nothing else happen. */
const defaultSilenceMs = 60_000

type Options = LoadOptions & Urgency & { compileCacheDir: string; maxSilenceMs?: number }

/** Until its text changes, which gives it another key. */
const tooSlow = new Set<string>()

/**
 * Loads the content in a process of its own, which exits afterwards: parsing and rendering delay no request, and their memory is
 * returned. A document that keeps the process busy for too long is left out with an error, because a change of another file, such as
 * `draft: true`, would wait for it.
 * @throws ContentError if there is no such folder; Error if the process exits before it has sent all
 */
export async function loadInProcess(options: Options): Promise<ContentData> {
  for (;;) {
    const found = await loadOnce(options)
    if ('data' in found) return found.data
    tooSlow.add(found.slowKey)
  }
}

function loadOnce(options: Options): Promise<{ data: ContentData } | { slowKey: string }> {
  const { compileCacheDir, maxSilenceMs = defaultSilenceMs, ...request } = options
  const child = fork(join(options.rootDir, ...program), [], {
    // Not the site's environment: it contains credentials and NODE_OPTIONS.
    env: {
      NODE_ENV: 'production',
      NODE_COMPILE_CACHE: compileCacheDir,
      MALLOC_ARENA_MAX: '1',
    },
    execArgv: [],
    // Dates and maps stay what they are.
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const { promise, resolve, reject } = Promise.withResolvers<
    { data: ContentData } | { slowKey: string }
  >()
  let rest: Rest | null = null
  const documents = { posts: [] as Post[], projects: [] as Project[], pages: [] as Page[] }
  let rendering: string | null = null
  let isSilent = false
  const kill = () => child.kill('SIGKILL')
  const silence = setTimeout(() => {
    isSilent = true
    kill()
  }, maxSilenceMs)
  // One that is busy with a document wouldn't notice that the site is gone.
  process.once('exit', kill)
  child.on('message', (part: ContentPart) => {
    silence.refresh()
    if (part.kind === 'alive') return
    if (part.kind === 'rendering') rendering = part.key
    else if (part.kind === 'rest') rest = part
    else if (part.kind === 'failed') reject(new ContentError(part.issues))
    else if (part.kind === 'posts') documents.posts.push(...part.documents)
    else if (part.kind === 'projects') documents.projects.push(...part.documents)
    else documents.pages.push(...part.documents)
  })
  child.on('error', reject)
  // After the last message, unlike `exit`.
  child.on('close', (code, signal) => {
    clearTimeout(silence)
    process.off('exit', kill)
    if (code === 0 && rest !== null) resolve({ data: { ...rest, ...documents } })
    else if (isSilent && rendering !== null) resolve({ slowKey: rendering })
    else reject(new Error(`The content process exited with ${signal ?? `exit code ${code}`}`))
  })
  child.send({ ...request, tooSlow } satisfies ContentRequest)
  return promise
}
