import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { ContentIssue } from '#lib/core/content-issue.ts'
import { ContentError } from '../content-errors.ts'
import type { ContentData, Page, Post, Project } from '../model/types.ts'
import type { LoadOptions } from '../open-content.ts'

type Rest = Omit<ContentData, 'posts' | 'projects' | 'pages'>

/** Messages of the process: first the rest, then the documents in their order. */
export type ContentPart =
  | (Rest & { kind: 'rest' })
  | { kind: 'failed'; issues: readonly ContentIssue[] }
  | { kind: 'posts'; documents: Post[] }
  | { kind: 'projects'; documents: Project[] }
  | { kind: 'pages'; documents: Page[] }

/** The process is started from its source, because the site's modules are bundled elsewhere. In parts, which no bundler follows. */
const program = ['lib', 'content', 'live', 'content-process.ts']

/**
 * Loads the content in a process of its own, which exits afterwards: parsing and rendering delay no request, and their memory is
 * returned.
 * @throws ContentError if there is no such folder; Error if the process exits before it has sent all
 */
export function loadInProcess(
  options: LoadOptions & { compileCacheDir: string },
): Promise<ContentData> {
  const { compileCacheDir, ...request } = options
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
  const { promise, resolve, reject } = Promise.withResolvers<ContentData>()
  let rest: Rest | null = null
  const documents = { posts: [] as Post[], projects: [] as Project[], pages: [] as Page[] }
  child.on('message', (part: ContentPart) => {
    if (part.kind === 'rest') rest = part
    else if (part.kind === 'failed') reject(new ContentError(part.issues))
    else if (part.kind === 'posts') documents.posts.push(...part.documents)
    else if (part.kind === 'projects') documents.projects.push(...part.documents)
    else documents.pages.push(...part.documents)
  })
  child.on('error', reject)
  // After the last message, unlike `exit`.
  child.on('close', (code, signal) => {
    if (code === 0 && rest !== null) resolve({ ...rest, ...documents })
    else reject(new Error(`The content process exited with ${signal ?? `exit code ${code}`}`))
  })
  child.send(request)
  return promise
}
