import { execFileSync } from 'node:child_process'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { buildSite } from '../../testing/site/build.ts'
import { type Row, renderTable } from '../serving/table.ts'
import { measureSite } from './measure-site.ts'
import { writePosts } from './write-posts.ts'

/*
 * npm run bench:content [-- 250 1000]: what rendering so many posts of the first post's size costs, and doing so again; then the
 * built site, started with the last of these folders.
 */
interface Run {
  seconds: number
  cpuSeconds: number
  peakMb: number
  rendered: number
  posts: number
}

const siteUrl = 'https://site.example'
/** A machine with 2 GB has something else to hold, too. */
const heapMb = 1_200
const counts = process.argv.slice(2).map(Number)
const cpuEach: number[] = []

buildSite()
for (const [index, count] of (counts.length > 0 ? counts : [250, 1_000]).entries()) {
  const folder = await mkdtemp(join(tmpdir(), 'bench-content-'))
  const contentDir = join(folder, 'content')
  // Where a site with this folder looks; see lib/app-context/content-context.ts.
  const cacheDir = resolve('.cache/content', contentDir.replace(/[^A-Za-z0-9]+/g, '-').slice(1))
  try {
    await writePosts(contentDir, count)
    const load = loadavg()[0]?.toFixed(1)
    const first = build(contentDir, cacheDir)
    const second = build(contentDir, cacheDir)
    cpuEach.push(first.cpuSeconds / first.posts)
    const bytes = (await measureFolder(cacheDir)) / first.posts
    const rows = [...listRows(first, second), tellDisk(bytes), ...(index > 0 ? [tellGrowth()] : [])]
    console.log(`${renderTable(`${first.posts} posts (load ${load})`, rows)}\n`)
    if (index === Math.max(0, counts.length - 1, counts.length === 0 ? 1 : 0))
      console.log(
        await measureSite(
          { CONTENT_DIR: contentDir, SITE_URL: siteUrl, DATA_DIR: join(folder, 'data') },
          first.posts,
        ),
      )
  } finally {
    await rm(folder, { recursive: true, force: true })
    await rm(cacheDir, { recursive: true, force: true })
  }
}

/** Seconds of the clock depend on what else the machine does; seconds of the processor hardly. */
function listRows(first: Run, second: Run): Row[] {
  const faster = first.cpuSeconds / second.cpuSeconds
  const peakMb = Math.max(first.peakMb, second.peakMb)
  return [
    { what: 'rendered', measured: formatRun(first) },
    {
      what: 'again, without a change',
      measured: `${formatRun(second)}, ${second.rendered} rendered`,
    },
    { what: 'times less CPU', measured: faster.toFixed(1), aim: '>= 5', isMet: faster >= 5 },
    {
      what: 'peak of memory',
      measured: `${Math.round(peakMb)} MB`,
      aim: '< 1600 MB',
      isMet: peakMb < 1_600,
    },
  ]
}

function tellDisk(bytes: number): Row {
  const measured = `${Math.round(bytes / 1000)} kB a post`
  return { what: 'on disk', measured, aim: '<= 120 kB', isMet: bytes <= 120_000 }
}

function tellGrowth(): Row {
  const growth = (cpuEach.at(-1) ?? 0) / (cpuEach[0] ?? 1)
  const measured = `${growth.toFixed(2)} times as much CPU a post as with the fewest`
  return { what: 'growth', measured, aim: '<= 1.25', isMet: growth <= 1.25 }
}

function formatRun({ seconds, cpuSeconds, posts }: Run): string {
  const each = Math.round((cpuSeconds / posts) * 1000)
  return `${seconds.toFixed(1)} s (${cpuSeconds.toFixed(1)} s of CPU, ${each} ms a post)`
}

function build(contentDir: string, cacheDir: string): Run {
  const script = join(import.meta.dirname, 'build-child.ts')
  const args = [`--max-old-space-size=${heapMb}`, script, contentDir, cacheDir, siteUrl]
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Run // bench-build.ts prints it
}

async function measureFolder(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const sizes = await Promise.all(files.map((file) => stat(join(file.parentPath, file.name))))
  return sizes.reduce((sum, { size }) => sum + size, 0)
}
