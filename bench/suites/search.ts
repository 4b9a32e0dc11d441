import { join } from 'node:path'
import { searchDocuments } from '#lib/content/model/search-documents.ts'
import { openContent } from '#lib/content/open-content.ts'
import { median } from '../figures.ts'
import type { SuiteContext } from '../suite.ts'
import { type Row, renderTable } from '../table.ts'
import { writePosts } from './content/write-posts.ts'

export const needsBuild = false

const times = 20
const queries = ['elasticsearch', 'prometheus 77', 'the memory of a laptop that ends', 'e', 'zebra']

/** The time of a search among many posts of the first post's size. */
export async function run(context: SuiteContext): Promise<void> {
  const [count = 0] = context.getNumbers('posts', [context.isShort ? 50 : 1_000])
  const contentDir = join(context.folder, 'content')
  await writePosts(contentDir, count)
  const content = await openContent({
    contentDir,
    cacheDir: join(context.folder, 'cache'),
    rootDir: process.cwd(),
    siteUrl: 'https://site.example',
    timeZone: 'America/Los_Angeles',
    hasDrafts: false,
  })
  const measure = async (query: string) => {
    const startedAt = performance.now()
    const { total } = await searchDocuments(content, query)
    return { ms: performance.now() - startedAt, total }
  }
  // The first search reads all texts.
  const first = await measure(queries[0] ?? '')
  const rows: Row[] = [['the first search', `${Math.round(first.ms)} ms`]]
  for (const query of queries) {
    const runs = []
    for (let run = 0; run < times; run += 1) runs.push(await measure(query))
    const ms = median(runs.map((each) => each.ms)).toFixed(1)
    rows.push([`"${query}"`, `${ms} ms, ${runs[0]?.total} found`])
  }
  console.log(renderTable(`Search among ${content.posts.length} posts, medians of ${times}`, rows))
}
