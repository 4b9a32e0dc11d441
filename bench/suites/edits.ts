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
] as const

/** Of a text only its page and the feeds change, of a title every list. */
const kinds = ['text', 'title'] as const
type Kind = (typeof kinds)[number]

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

  const visibleMs = { text: [] as number[], title: [] as number[] }
  let edits = 0
  const edit = async (kind: Kind) => {
    edits += 1
    const words = `Edited for the ${edits}th time.`
    const file = join(contentDir, post.file)
    const before = await readFile(file, 'utf8')
    const text =
      kind === 'text'
        ? before.replace(/\nEdited for the .*\n$|$/, `\n${words}\n`)
        : before.replace(/^title: .*$/m, `title: ${words}`)
    const savedAt = performance.now()
    await writeFile(file, text)
    while (!(await (await fetch(site.url + post.path)).text()).includes(words)) await sleep(20)
    visibleMs[kind].push(performance.now() - savedAt)
  }

  const phases = ['none', ...kinds] as const
  const measured = phases.map(() => ({ polls: [] as number[], pages: [] as number[] }))
  const turns = phases.map((): number[] => [])
  await site.read()
  for (let round = 0; round < rounds; round += 1)
    for (const [index, phase] of phases.entries()) {
      const results = loads.map(async ({ name, ...load }) => {
        const all = { port: site.port, headers: {}, seconds, maxRequests: 1e6 }
        measured[index]?.[name].push((await runLoad({ ...all, ...load })).p99Ms)
      })
      const until = performance.now() + seconds * 1000 - 1_000
      while (phase !== 'none' && performance.now() < until) await edit(phase)
      await Promise.all(results)
      turns[index]?.push((await site.read()).longestTurnCpuMs)
    }
  const [without, ...during] = measured
  for (const [index, kind] of kinds.entries()) {
    const longest = percentile(visibleMs[kind], 1)
    const shown = `${Math.round(median(visibleMs[kind]))} ms, at most ${Math.round(longest)} ms, of ${visibleMs[kind].length} edits`
    rows.push([`a ${kind}: saved until shown`, shown, '<= 2000 ms', longest <= 2_000])
    for (const { name } of loads) {
      const [quiet, edited] = [without, during[index]].map((one) => median(one?.[name] ?? []))
      const ratio = (edited ?? 0) / (quiet ?? 0)
      const both = `${quiet?.toFixed(1)} ms, during edits ${edited?.toFixed(1)} ms`
      rows.push([`  p99 of ${name}`, both], ['  ratio', ratio.toFixed(2), '<= 1.5', ratio <= 1.5])
    }
  }
  const turn = turns.map((each) => `${median(each).toFixed(1)} ms`)
  rows.push([
    'longest turn of the event loop, CPU',
    `${turn[0]}, during edits ${turn[1]}, ${turn[2]}`,
  ])
  rows.push(['memory after', formatMemory(readMemory(site.pid))])
  console.log(renderTable(`${count} posts, one edit after the other, ${rounds} rounds`, rows))
}
