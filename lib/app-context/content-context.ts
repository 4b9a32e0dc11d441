import { access, constants } from 'node:fs/promises'
import { join } from 'node:path'
import type { Content } from '#lib/content/model/types.ts'
import { openContent } from '#lib/content/open-content.ts'
import { singleton } from '#lib/core/singleton.ts'
import { site } from '#lib/core/site.ts'
import { getEnv } from './env.ts'

/**
 * The folder of rendered documents and pictures, kept between builds; `npm run content` fills it before `next build`. Each content
 * folder has its own: the cleanup after a build from another one must not delete this one's pictures.
 */
export function getContentCacheDir(): string {
  const name = getEnv().contentDir.replace(/[^A-Za-z0-9]+/g, '-')
  return join('.cache/content', name.replace(/^-|-$/g, '') || 'root')
}

/**
 * The site's content: read once in production, for every request in development, where rendering is cached too.
 * @throws ContentError with every error in the content
 */
export function getContent(): Promise<Content> {
  return getEnv().isDevelopment ? open(true) : singleton('content', () => open(false))
}

/** Where the project's folder is read-only, as in a container, the cache goes into the data folder. */
async function open(hasDrafts: boolean): Promise<Content> {
  try {
    return await openWith(getContentCacheDir(), hasDrafts)
  } catch (error) {
    if (await isWritable(getContentCacheDir())) throw error
    return openWith(join(getEnv().dataDir, 'content-cache'), hasDrafts)
  }
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
