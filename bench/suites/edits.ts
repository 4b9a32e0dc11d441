import { readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { formatMemory, median, percentile, readMemory } from '../figures.ts'
import { runLoad } from '../load.ts'
import { pollPath, startBenchSite, startProbedSite } from '../servers.ts'
import type { SuiteContext } from '../suite.ts'
import { type Row, renderTable } from '../table.ts'
import { writePosts } from './content/write-posts.ts'

export const needsBuild = true

/** An existing post of `writePosts`. */
const post = { file: 'blog/2015/01/01/0/post-0.md', path: '/2015/01/01/0/post-0' }
const loads = [
  { name: 'polls', path: pollPath, connections: 32, perSecond: 200 },
  { name: 'pages', path: '/blog', connections: 8, perSecond: 50 },
]

/** Saves a post while visitors poll and read: how soon it is shown, and what the visitors notice. */
export async function run(context: SuiteContext): Promise<void> {
  const [count = 0] = context.getNumbers('posts', [context.isShort ? 40 : 1_000])
  const seconds = context.getNumber('seconds', { normal: 6, short: 3, min: 2, max: 60 })
  const rounds = context.isShort ? 1 : 5
  const contentDir = join(context.folder, 'content')
  // Where the site looks for it; see lib/app-context/content-context.ts.
  const cacheDir = resolve('.cache/content', contentDir.replace(/[^A-Za-z0-9]+/g, '-').slice(1))
  context.defer(() => rm(cacheDir, { recursive: true, force: true }))
  await writePosts(contentDir, count)
  const startedAt = performance.now()
  const site = await startProbedSite((env) =>
    startBenchSite(join(context.folder, 'data'), { CONTENT_DIR: contentDir, ...env }),
  )
  context.defer(site.stop)
  // 503 until all posts are rendered.
  while ((await fetch(site.url + post.path)).status !== 200) await sleep(200)
  const rows: Row[] = [
    ['first start, all posts rendered', `${((performance.now() - startedAt) / 1000).toFixed(1)} s`],
    ['memory before', formatMemory(readMemory(site.pid))],
  ]

  const visibleMs: number[] = []
  let edits = 0
  const edit = async () => {
    edits += 1
    const words = `Edited for the ${edits}th time.`
    const file = join(contentDir, post.file)
    const text = (await readFile(file, 'utf8')).replace(/\nEdited for the .*\n$|$/, `\n${words}\n`)
    const savedAt = performance.now()
    await writeFile(file, text)
    while (!(await (await fetch(site.url + post.path)).text()).includes(words)) await sleep(20)
    visibleMs.push(performance.now() - savedAt)
  }

  const p99 = { polls: [[], []], pages: [[], []] } as Record<string, [number[], number[]]>
  const turns: [number[], number[]] = [[], []]
  await site.read()
  for (let round = 0; round < rounds; round += 1)
    for (const isEditing of [false, true]) {
      const results = loads.map(({ name, ...load }) =>
        runLoad({ port: site.port, headers: {}, seconds, maxRequests: 1e6, ...load }).then(
          ({ p99Ms }) => p99[name]?.[Number(isEditing)]?.push(p99Ms),
        ),
      )
      const until = performance.now() + seconds * 1000 - 1_000
      while (isEditing && performance.now() < until) await edit()
      await Promise.all(results)
      turns[Number(isEditing)]?.push((await site.read()).longestTurnCpuMs)
    }
  const shown = `${Math.round(median(visibleMs))} ms, at most ${Math.round(percentile(visibleMs, 1))} ms, of ${visibleMs.length} edits`
  rows.push(['saved until shown', shown, '<= 2000 ms', percentile(visibleMs, 1) <= 2_000])
  for (const [name, [without, during]] of Object.entries(p99)) {
    const ratio = median(during) / median(without)
    const measured = `${median(without).toFixed(1)} ms, during edits ${median(during).toFixed(1)} ms`
    rows.push([`p99 of ${name}`, measured], ['  ratio', ratio.toFixed(2), '<= 1.5', ratio <= 1.5])
  }
  const [turn, turnOfEdits] = turns.map((each) => `${median(each).toFixed(1)} ms`)
  rows.push(['longest turn of the event loop, CPU', `${turn}, during edits ${turnOfEdits}`])
  rows.push(['memory after', formatMemory(readMemory(site.pid))])
  console.log(renderTable(`${count} posts, one edit after the other, ${rounds} rounds`, rows))
}
