// npm run content: renders all documents into the cache, before `next build`.

import { formatCount } from '#lib/api/format-count.ts'
import { createContentFinder, getLoadOptions } from '#lib/app-context/content-context.ts'
import { getEnv } from '#lib/app-context/env.ts'
import { checkPaths, readSite } from '#lib/app-context/load-site.ts'
import { pruneCache, recordBuild } from '#lib/content/cache/prune-cache.ts'
import { requireValid } from '#lib/content/content-errors.ts'
import { createContentLoader } from '#lib/content/live/content-loader.ts'
import { fromLists } from '#lib/content/model/order.ts'
import { withBodies } from '#lib/content/with-bodies.ts'
import { formatIssue } from '#lib/core/content-issue.ts'
import { parseArguments, runCommand } from '../command.ts'
import { requireContent } from '../require-content.ts'

const usage = `npm run content

  Renders all documents into the cache, and lists what is wrong with them. The environment names the folder (CONTENT_DIR).

  Exit codes: 0 success, 1 errors in the content, 2 invalid arguments.`

await runCommand(usage, async (args) => {
  parseArguments(args, { options: {} })
  requireContent(getEnv(), 'warn')
  const startedAt = performance.now()
  const read = await readSite()
  const options = getLoadOptions(read.site)
  const loader = createContentLoader({ ...options, compileCacheDir: '.cache/compiled' })
  const content = withBodies(await loader.load(options, { isUrgent: true }))
  loader.close()
  const { issues, advice } = checkPaths(read, createContentFinder(content))
  requireValid({ errors: [...issues, ...content.errors] })
  await recordBuild(content.cacheDir, content.used)
  const removed = await pruneCache(content.cacheDir)
  for (const warning of [...advice, ...content.warnings])
    console.warn(`warning: ${formatIssue(warning)}`)
  for (const issue of content.withheld) console.warn(formatIssue(issue))
  const count = fromLists(content).length
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  const pruned = removed > 0 ? `, ${formatCount(removed, 'old file')} removed` : ''
  console.log(
    `${formatCount(count, 'document')}, ${content.renderedCount} rendered${pruned}: ${seconds} s`,
  )
  return 0
})
