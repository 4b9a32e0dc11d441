import { access, constants } from 'node:fs/promises'
import { join } from 'node:path'
import { createUseRecord } from '#lib/content/cache/prune-cache.ts'
import { type ContentIssue, formatIssue } from '#lib/content/content-errors.ts'
import type { Content } from '#lib/content/model/types.ts'
import { openContent } from '#lib/content/open-content.ts'
import { getContentHealth } from '#lib/core/content-health.ts'
import { singleton } from '#lib/core/singleton.ts'
import { site } from '#lib/core/site.ts'
import { getEnv } from './env.ts'
import { getLog } from './log.ts'

/**
 * The folder of rendered documents and pictures, kept between builds; `npm run content` fills it before `next build`. Each content
 * folder has its own: the cleanup after a build from another one must not delete this one's pictures.
 */
export function getContentCacheDir(): string {
  const name = getEnv().contentDir.replace(/[^A-Za-z0-9]+/g, '-')
  return join('.cache/content', name.replace(/^-|-$/g, '') || 'root')
}

/**
 * The site's content: read once in production and again when a document's date has come, for every request in development, where
 * rendering is cached too. If reading fails, the next request tries again. A file with an error is left out, and its error is logged.
 * @throws ContentError if there is no content folder
 */
export function getContent(): Promise<Content> {
  if (getEnv().isDevelopment) return openAndReport(true)
  const holder = singleton('content', () => ({
    opening: null as Promise<Content> | null,
    changesAt: null as Date | null,
  }))
  const isOutdated = holder.changesAt !== null && holder.changesAt <= new Date()
  if (holder.opening === null || isOutdated) {
    holder.changesAt = null
    holder.opening = openAndReport(false)
    holder.opening.then(
      ({ changesAt }) => {
        holder.changesAt = changesAt
      },
      () => {
        holder.opening = null
      },
    )
  }
  return holder.opening
}

async function openAndReport(hasDrafts: boolean): Promise<Content> {
  const content = await openSiteContent(hasDrafts)
  const recordUse = singleton('content-uses', () => createUseRecord(getContentCacheDir()))
  if (!getEnv().isDevelopment) await recordUse(content.used)
  reportErrors(content.errors)
  for (const issue of content.withheld)
    getLog().info({ ...issue }, `content: ${formatIssue(issue)}`)
  return content
}

/**
 * Reads the content folder. Where the project's folder is read-only, as in a container, the cache goes into the data folder.
 * @throws ContentError if there is no content folder
 */
export async function openSiteContent(hasDrafts = false): Promise<Content> {
  let content = await openWith(getContentCacheDir(), hasDrafts)
  if (content.errors.length > 0 && !(await isWritable(getContentCacheDir())))
    content = await openWith(join(getEnv().dataDir, 'content-cache'), hasDrafts)
  return content
}

/** Logs each error once, and counts them for the metrics and `/api/health`. */
function reportErrors(errors: readonly ContentIssue[]): void {
  const health = getContentHealth()
  const texts = errors.map(formatIssue)
  for (const [index, issue] of errors.entries())
    if (!health.reported.includes(texts[index] ?? ''))
      getLog().error({ ...issue }, `content: ${texts[index]}`)
  health.reported = texts
  health.errors = errors.length
}

/** Tests the folder, since the error says little: a recursive mkdir on a read-only disk fails with ENOENT. */
function isWritable(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK).then(
    () => true,
    () => false,
  )
}

function openWith(cacheDir: string, hasDrafts: boolean): Promise<Content> {
  const { contentDir, siteUrl } = getEnv()
  return openContent({
    contentDir,
    cacheDir,
    rootDir: process.cwd(),
    siteUrl,
    timeZone: site.timeZone,
    hasDrafts,
  })
}
