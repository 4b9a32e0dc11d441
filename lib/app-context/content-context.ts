import { AsyncLocalStorage } from 'node:async_hooks'
import { join } from 'node:path'
import { createUseRecord } from '#lib/content/cache/prune-cache.ts'
import { toIssues } from '#lib/content/content-errors.ts'
import { createContentLoader } from '#lib/content/live/content-loader.ts'
import { listChangedTags } from '#lib/content/live/list-changed-tags.ts'
import { type FolderWatch, watchFolder } from '#lib/content/live/watch-folder.ts'
import { createPathFinder } from '#lib/content/model/find-path.ts'
import { findDocument } from '#lib/content/model/get-documents.ts'
import { type Content, type ContentData, emptyContent } from '#lib/content/model/types.ts'
import type { LoadOptions } from '#lib/content/open-content.ts'
import { withBodies } from '#lib/content/with-bodies.ts'
import { getContentEvents } from '#lib/core/content-events.ts'
import { formatIssue } from '#lib/core/content-issue.ts'
import { noteTag } from '#lib/core/noted-tags.ts'
import { contentTag, documentsTag } from '#lib/core/page-options.ts'
import { singleton } from '#lib/core/singleton.ts'
import { setParts } from '#lib/site/navigation.ts'
import { getSite, type Site } from '#lib/site/site.ts'
import { getEnv } from './env.ts'
import { applySite, checkPaths, readSite } from './load-site.ts'
import { getLog } from './log.ts'
import { reportIssues } from './report-issues.ts'

/**
 * The folder of rendered documents and pictures, kept between builds; `npm run content` fills it before `next build`. Each content
 * folder has its own: the cleanup after a build from another one must not delete this one's pictures.
 */
export function getContentCacheDir(): string {
  const name = getEnv().contentDir.replace(/[^A-Za-z0-9]+/g, '-')
  return join('.cache/content', name.replace(/^-|-$/g, '') || 'root')
}

interface Holder {
  opening: Promise<Content> | null
  watch: FolderWatch | null
}

/**
 * The site's content. The first call opens it and watches the folder: a change is shown within seconds, and no request waits for it. A
 * file with an error keeps its last state without one, or is left out; the error is logged.
 */
export function getContent(): Promise<Content> {
  noteTag(documentsTag)
  const next = getNext().getStore()
  if (next !== undefined) return Promise.resolve(next)
  const holder = singleton('content', (): Holder => ({ opening: null, watch: null }))
  holder.opening ??= followContent(holder)
  return holder.opening
}

/** The content that is shown next, where a response is made before. */
const getNext = () => singleton('next-content', () => new AsyncLocalStorage<Content>())

/** Rendering a thousand posts for the first time takes a minute. The printer's pages need not wait for it. */
const maxWaitMs = 10_000

/** How long the process that reads the content waits for the next edit. */
const idleMs = 50_000

/** Resolves when the content is there for the first time, or with none after a while. */
function followContent(holder: Holder): Promise<Content> {
  const { promise, resolve } = Promise.withResolvers<Content>()
  const options = getLoadOptions(getSite())
  const loader = createContentLoader({
    rootDir: options.rootDir,
    compileCacheDir: join(getEnv().dataDir, 'compiled'),
  })
  const recordUse = createUseRecord()
  let latest = emptyContent(options)
  let timer: NodeJS.Timeout | undefined
  const show = (data: ContentData, tags: readonly string[], content = withBodies(data)) => {
    const isFirst = !latest.isRead
    latest = data
    holder.opening = Promise.resolve(content)
    resolve(content)
    // The first reading may have rendered everything, whose memory is not for keeping; who edits a file will probably edit it again.
    const rest = (isRecorded: boolean) =>
      loader.rest(isFirst ? 0 : idleMs, isRecorded ? content.cacheDir : null)
    if (options.hasDrafts) rest(false)
    else recordUse(content.cacheDir, content.used).then(rest)
    const hasNewParts = setParts({
      hasPosts: content.posts.length > 0,
      hasProjects: content.projects.length > 0,
      hasAbout: findDocument(content, '/about') !== null,
    })
    report(data)
    clearTimeout(timer)
    const waitMs = (data.changesAt?.getTime() ?? Number.POSITIVE_INFINITY) - Date.now()
    // A timer of more than 24 days would fire at once.
    if (waitMs < 2 ** 31) timer = setTimeout(() => holder.watch?.refresh(), waitMs).unref()
    const changed = hasNewParts ? [contentTag] : tags
    if (changed.length > 0) getContentEvents().emit('changed', changed)
  }
  holder.watch = watchFolder({
    folder: options.contentDir,
    prepare: async (changedFiles) => {
      const settings = await readSite()
      const data = await loader.load(getLoadOptions(settings.site), {
        isUrgent: !latest.isRead,
        keepsLastGood: !options.hasDrafts,
      })
      return async () => {
        const tags = listChangedTags(latest, data, changedFiles)
        const content = withBodies(data)
        // Other settings change what is outside of the content.
        if (!tags.includes(contentTag)) await announce(tags, content)
        applySite(checkPaths(settings, createContentFinder(data)))
        show(data, tags, content)
      }
    },
    onError: (error) => show({ ...latest, errors: toIssues(error, options.contentDir) }, []),
  })
  setTimeout(resolve, maxWaitMs, withBodies(latest)).unref()
  return promise
}

/** Resolves when new responses are there to replace those that visitors request. */
async function announce(tags: readonly string[], next: Content): Promise<void> {
  const work: Promise<void>[] = []
  getContentEvents().emit('changing', {
    tags,
    withNext: (make) => getNext().run(next, make),
    waitFor: (given) => work.push(given),
  })
  await Promise.all(work)
}

function report({ errors, withheld }: ContentData): void {
  reportIssues('documents', errors)
  for (const issue of withheld) getLog().info({ ...issue }, `content: ${formatIssue(issue)}`)
}

/** Tells whether the site has a page or a file at a path. */
export function createContentFinder(content: ContentData): (path: string) => boolean {
  const pages = [...content.pages, ...content.unlisted]
  const publicDirs = [join(getEnv().contentDir, 'public'), 'public']
  const find = createPathFinder({ ...content, pages }, publicDirs)
  return (path) => find(path) !== null
}

/** Where and how the site's content is opened; as plain data, for another process. */
export function getLoadOptions({ timeZone }: Pick<Site, 'timeZone'>): LoadOptions {
  const { contentDir, dataDir, siteUrl, isDevelopment } = getEnv()
  return {
    contentDir,
    cacheDir: getContentCacheDir(),
    fallbackCacheDir: join(dataDir, 'content-cache'),
    rootDir: process.cwd(),
    siteUrl,
    timeZone,
    hasDrafts: isDevelopment,
  }
}
