// npm run bench:search [-- 1000]: what a question costs the site among so many posts of the first post's size.
import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { searchDocuments } from '#lib/content/model/search-documents.ts'
import { openContent } from '#lib/content/open-content.ts'
import { writePosts } from './write-posts.ts'

const count = Number(process.argv[2] ?? 1000)
const times = 20
const queries = ['elasticsearch', 'prometheus 77', 'the memory of a laptop that ends', 'e', 'zebra']
const folder = await mkdtemp(join(tmpdir(), 'bench-search-'))
await writePosts(join(folder, 'content'), count)
const content = await openContent({
  contentDir: join(folder, 'content'),
  cacheDir: join(folder, 'cache'),
  rootDir: process.cwd(),
  siteUrl: 'https://site.example',
  timeZone: 'America/Los_Angeles',
  hasDrafts: false,
})

async function measure(query: string): Promise<{ ms: number; total: number }> {
  const startedAt = performance.now()
  const { total } = await searchDocuments(content, query)
  return { ms: performance.now() - startedAt, total }
}

// The first question reads all texts.
console.log(`${content.posts.length} posts; load ${loadavg()[0]?.toFixed(1)}`)
console.log(`the first question: ${Math.round((await measure(queries[0] ?? '')).ms)} ms`)
for (const query of queries) {
  const runs = []
  for (let run = 0; run < times; run++) runs.push(await measure(query))
  const median = runs.map(({ ms }) => ms).sort((a, b) => a - b)[times / 2] ?? 0
  console.log(`"${query}": ${median.toFixed(1)} ms, ${runs[0]?.total} found`)
}
await rm(folder, { recursive: true })
