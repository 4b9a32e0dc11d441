// npm run bench:content [-- 100 300 1000]: what building so many posts of the first post's size costs, and building them again.
import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

interface Run {
  seconds: number
  cpuSeconds: number
  peakMb: number
  rendered: number
}

const counts = process.argv.slice(2).map(Number)
const model = await readFile('content/blog/2021/02/07/0/grafana-debugging.md', 'utf8')
// Its pictures lie beside it; the text, the code and the diagram are what takes time.
const [, body = ''] =
  /^---\n[\s\S]*?\n---\n([\s\S]*)$/.exec(model.replaceAll(/^!\[.*$/gm, '')) ?? []

for (const count of counts.length > 0 ? counts : [1, 100, 300]) {
  const folder = await mkdtemp(join(tmpdir(), 'bench-content-'))
  await writePosts(join(folder, 'content'), count)
  const first = build(folder)
  const second = build(folder)
  const bytes = await measureFolder(join(folder, 'cache'))
  // Seconds of the clock depend on what else the machine does; seconds of the processor don't.
  const each = Math.round((first.cpuSeconds / count) * 1000)
  const faster = (first.cpuSeconds / second.cpuSeconds).toFixed(1)
  console.log(
    `${String(count).padStart(5)} posts: ${format(first)}, ${each} ms of CPU each, ${Math.round(bytes / count / 1000)} kB on disk each; ` +
      `again: ${format(second)}, ${second.rendered} rendered, ${faster} times less CPU`,
  )
  await rm(folder, { recursive: true })
}

function format({ seconds, cpuSeconds, peakMb }: Run): string {
  return `${seconds.toFixed(1)} s (${cpuSeconds.toFixed(1)} s of CPU), peak ${Math.round(peakMb)} MB`
}

/** Ten posts a day; each differs from the others in its text, its code and its diagram. */
async function writePosts(contentDir: string, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    const day = new Date(Date.UTC(2015, 0, 1 + Math.floor(index / 10))).toISOString().slice(0, 10)
    const folder = join(contentDir, 'blog', day.replaceAll('-', '/'))
    await mkdir(folder, { recursive: true })
    const front = `---\ntitle: Post ${index}\ntags: [t${index % 40}, t${index % 7}]\ndate: ${day} 10:00:00-08:00\nordinal: ${index % 10}\n---\n`
    const text = body.replaceAll('Prometheus', `Prometheus ${index}`)
    await writeFile(join(folder, `post-${index}.md`), front + text)
  }
}

function build(folder: string): Run {
  const script = join(import.meta.dirname, 'bench-build.ts')
  const args = [script, join(folder, 'content'), join(folder, 'cache')]
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Run // bench-build.ts prints it
}

async function measureFolder(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const sizes = await Promise.all(files.map((file) => stat(join(file.parentPath, file.name))))
  return sizes.reduce((sum, { size }) => sum + size, 0)
}
