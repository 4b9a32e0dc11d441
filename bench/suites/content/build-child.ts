// Renders a content folder in a separate process, to measure its time and memory. Prints JSON.
import { openContent } from '#lib/content/open-content.ts'
import { getSite } from '#lib/site/site.ts'

const [contentDir = '', cacheDir = '', siteUrl = ''] = process.argv.slice(2)
const startedAt = performance.now()
const content = await openContent({
  contentDir,
  cacheDir,
  rootDir: process.cwd(),
  siteUrl,
  timeZone: getSite().timeZone,
  hasDrafts: false,
})
const seconds = (performance.now() - startedAt) / 1000
const { user, system } = process.cpuUsage()
const cpuSeconds = (user + system) / 1e6
const peakMb = process.resourceUsage().maxRSS / 1024
const { renderedCount: rendered, posts } = content
process.stdout.write(JSON.stringify({ seconds, cpuSeconds, peakMb, rendered, posts: posts.length }))
