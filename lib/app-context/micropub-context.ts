import { join } from 'node:path'
import { getContentEvents } from '#lib/core/content-events.ts'
import { createIdleProcess } from '#lib/core/idle-process.ts'
import { singleton } from '#lib/core/singleton.ts'
import type { Micropub, ShownContent } from '#lib/micropub/micropub.ts'
import type { PhotoAnswer, PhotoJob } from '#lib/micropub/photos.ts'
import { getSite } from '#lib/site/site.ts'
import { getContent } from './content-context.ts'
import { getContext } from './context.ts'
import { getEnv } from './env.ts'

/** A large picture takes seconds to prepare. After this time the app learns that it isn't shown yet. */
const maxWaitMs = 10_000
/** A changed text is there with the next reading, of which nothing says whether it has just been. */
const maxChangeWaitMs = 2_000
/** Of a photo with 100 million pixels on a slow board. */
const maxCleaningMs = 60_000

/** What apps do with the owner's posts, loaded at first use. */
export function getMicropub(): Promise<Micropub> {
  const holder = singleton('micropub', () => ({ opening: null as Promise<Micropub> | null }))
  holder.opening ??= openMicropub()
  return holder.opening
}

async function openMicropub(): Promise<Micropub> {
  const { createMicropub } = await import('#lib/micropub/micropub.ts')
  const { contentDir, siteUrl, dataDir } = getEnv()
  const { store } = await getContext()
  const photos = createIdleProcess<PhotoJob, PhotoAnswer>({
    path: join(process.cwd(), 'lib/micropub/photo-process.ts'),
    compileCacheDir: join(dataDir, 'compiled'),
    timeoutMs: maxCleaningMs,
  })
  return createMicropub({
    contentDir,
    siteUrl,
    getTimeZone: () => getSite().timeZone,
    getContent,
    waitUntilShown,
    clean: photos.run,
    record: store.owner.insertLog,
    now: () => new Date(),
  })
}

/**
 * The folder is watched, so that what was just written is read within a moment.
 * @param isShown `null`: with the next reading
 */
async function waitUntilShown(
  isShown: ((content: ShownContent) => boolean) | null,
): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const check = async () => {
    if (isShown === null || isShown(await getContent())) resolve(true)
  }
  const events = getContentEvents().on('changed', check)
  const waitMs = isShown === null ? maxChangeWaitMs : maxWaitMs
  const timer = setTimeout(() => resolve(false), waitMs).unref()
  if (isShown !== null) await check()
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    events.off('changed', check)
  }
}
