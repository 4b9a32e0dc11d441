import { loadavg } from 'node:os'
import { startSite } from '../../testing/site/start-site.ts'
import { formatMemory, readMemory } from '../serving/memory.ts'
import { type Row, renderTable } from '../serving/table.ts'

/** What grows with the number of posts, and a page that doesn't. */
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

/**
 * Starts the built site with a content folder that was rendered ahead, and asks for what is made of all posts: the first answer,
 * and one made anew (past what the door holds, by another query).
 */
export async function measureSite(env: Record<string, string>, posts: number): Promise<string> {
  const startedAt = performance.now()
  const site = await startSite({ ...env, PORT: '0', METRICS_PORT: '0', LOG_LEVEL: 'warn' })
  const rows: Row[] = [
    { what: 'the door is open', measured: format(performance.now() - startedAt) },
  ]
  try {
    for (const path of paths) {
      const first = await ask(site.url + path)
      const again = await ask(`${site.url}${path}${path.includes('?') ? '&' : '?'}again`)
      const size = `${Math.round(first.bytes / 1000)} kB`
      rows.push({
        what: path,
        measured: `${first.status}, ${size}, ${format(first.ms)}; made anew ${format(again.ms)}`,
      })
    }
    rows.push({ what: 'memory', measured: formatMemory(readMemory(site.pid)) })
    return renderTable(`The site with ${posts} posts (load ${loadavg()[0]?.toFixed(1)})`, rows)
  } finally {
    await site.stop()
  }
}

async function ask(url: string): Promise<{ status: number; bytes: number; ms: number }> {
  const startedAt = performance.now()
  const answer = await fetch(url, { redirect: 'manual' })
  const { byteLength } = await answer.arrayBuffer()
  if (answer.status >= 400) throw new Error(`${url} answered ${answer.status}.`)
  return { status: answer.status, bytes: byteLength, ms: performance.now() - startedAt }
}

function format(ms: number): string {
  return `${Math.round(ms)} ms`
}
