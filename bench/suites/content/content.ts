import { execFileSync } from 'node:child_process'
import { readdir, rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { startSite } from '../../../testing/site/start-site.ts'
import { formatMemory, readMemory } from '../../figures.ts'
import { fetchWhole } from '../../servers.ts'
import type { SuiteContext } from '../../suite.ts'
import { type Row, renderTable } from '../../table.ts'
import { writePosts } from './write-posts.ts'

export const needsBuild = true

/** Printed by build-child.ts. */
interface Build {
  seconds: number
  cpuSeconds: number
  peakMb: number
  rendered: number
  posts: number
}

const siteUrl = 'https://site.example'
/** On a machine with 2 GB other programs need memory, too. */
const heapMb = 1_200
/** Pages whose size depends on the number of posts, a post and a redirect. */
const paths = [
  '/',
  '/blog',
  '/blog/2015',
  '/2015/01/01/0/post-0',
  '/tags',
  '/tags/t1',
  '/sitemap.xml',
  '/atom.xml',
  '/feed.json',
  '/search?q=elasticsearch',
  '/2015/01/01/0/older-name',
]

/** Rendering posts of the first post's size, again without a change, memory and disk; then the built site with the last folder. */
export async function run(context: SuiteContext): Promise<void> {
  const counts = context.getNumbers('posts', context.isShort ? [20, 40] : [250, 1_000])
  const cpuPerPost: number[] = []
  for (const count of counts) {
    const folder = join(context.folder, String(count))
    const contentDir = join(folder, 'content')
    // Where the site looks for it; see lib/app-context/content-context.ts.
    const cacheDir = resolve('.cache/content', contentDir.replace(/[^A-Za-z0-9]+/g, '-').slice(1))
    context.defer(() => rm(cacheDir, { recursive: true, force: true }))
    await writePosts(contentDir, count)
    const first = build(contentDir, cacheDir)
    const second = build(contentDir, cacheDir)
    cpuPerPost.push(first.cpuSeconds / first.posts)
    const bytes = (await measureFolder(cacheDir)) / first.posts
    const rows = [...compare(first, second, bytes), ...toGrowthRow(cpuPerPost)]
    console.log(`${renderTable(`${first.posts} posts`, rows)}\n`)
    if (count === counts.at(-1)) {
      const env = { CONTENT_DIR: contentDir, SITE_URL: siteUrl, DATA_DIR: join(folder, 'data') }
      console.log(await measureSite(env, first.posts))
    }
  }
}

/** Elapsed seconds depend on other load; CPU seconds hardly do. */
function compare(first: Build, second: Build, bytesPerPost: number): Row[] {
  const faster = first.cpuSeconds / second.cpuSeconds
  const peakMb = Math.max(first.peakMb, second.peakMb)
  return [
    ['rendered', formatBuild(first)],
    ['again, unchanged', `${formatBuild(second)}, ${second.rendered} rendered`],
    ['times less CPU', faster.toFixed(1), '>= 5', faster >= 5],
    ['peak memory', `${Math.round(peakMb)} MB`, '< 1600 MB', peakMb < 1_600],
    [
      'on disk',
      `${Math.round(bytesPerPost / 1000)} kB a post`,
      '<= 120 kB',
      bytesPerPost <= 120_000,
    ],
  ]
}

function toGrowthRow(cpuPerPost: readonly number[]): Row[] {
  if (cpuPerPost.length < 2) return []
  const growth = (cpuPerPost.at(-1) ?? 0) / (cpuPerPost[0] ?? 1)
  const measured = `${growth.toFixed(2)} times the CPU per post of the smallest number`
  return [['growth', measured, '<= 1.25', growth <= 1.25]]
}

function formatBuild({ seconds, cpuSeconds, posts }: Build): string {
  const each = Math.round((cpuSeconds / posts) * 1000)
  return `${seconds.toFixed(1)} s (${cpuSeconds.toFixed(1)} s of CPU, ${each} ms a post)`
}

function build(contentDir: string, cacheDir: string): Build {
  const script = join(import.meta.dirname, 'build-child.ts')
  const args = [`--max-old-space-size=${heapMb}`, script, contentDir, cacheDir, siteUrl]
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Build // build-child.ts prints it
}

async function measureFolder(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const sizes = await Promise.all(files.map((file) => stat(join(file.parentPath, file.name))))
  return sizes.reduce((sum, { size }) => sum + size, 0)
}

/** The first response of each page, and one rendered again: another query misses the public cache. */
async function measureSite(env: Record<string, string>, posts: number): Promise<string> {
  const startedAt = performance.now()
  const site = await startSite({ ...env, PORT: '0', METRICS_PORT: '0', LOG_LEVEL: 'warn' })
  const rows: Row[] = [['start', `${Math.round(performance.now() - startedAt)} ms`]]
  try {
    for (const path of paths) {
      const first = await timeRequest(site.url + path)
      const again = await timeRequest(`${site.url}${path}${path.includes('?') ? '&' : '?'}again`)
      const size = `${Math.round(first.bytes / 1000)} kB`
      const measured = `${first.status}, ${size}, ${first.ms} ms; rendered again ${again.ms} ms`
      rows.push([path, measured])
    }
    rows.push(['memory', formatMemory(readMemory(site.pid))])
    return renderTable(`The site with ${posts} posts`, rows)
  } finally {
    await site.stop()
  }
}

async function timeRequest(url: string) {
  const startedAt = performance.now()
  const response = await fetchWhole(url)
  return { ...response, ms: Math.round(performance.now() - startedAt) }
}
