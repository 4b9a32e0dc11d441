import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

const root = join(import.meta.dirname, '../../..')
const firstPost = join(root, 'content/blog/2021/02/07/0/grafana-debugging.md')
/** Posts per day, each with its own ordinal. */
const perDay = 10

/**
 * Fills a content folder with `count` posts of the size of this project's first one: front matter of both generations in all their
 * file names, every fourth a note without a title, each with different text, code and diagram.
 */
export async function writePosts(contentDir: string, count: number): Promise<void> {
  const model = await readFile(firstPost, 'utf8')
  const body = /^---\n[\s\S]*?\n---\n([\s\S]*)$/.exec(model)?.[1] ?? ''
  // Pictures are separate files; text, code and diagram are what takes time.
  const text = body.replaceAll(/^!\[.*$/gm, '')
  for (let index = 0; index < count; index += 1) {
    const { file, front } = describePost(index)
    const own = text
      .replaceAll('Prometheus', `Prometheus ${index}`)
      .replaceAll('Node ', `Node ${index}.`)
    await write(contentDir, `blog/${file}`, `---\n${front}---\n${own}`)
  }
}

function describePost(index: number): { file: string; front: string } {
  const at = new Date(Date.UTC(2015, 0, 1 + Math.floor(index / perDay)))
  const day = at.toISOString().slice(0, 10)
  const folder = day.replaceAll('-', '/')
  const ordinal = index % perDay
  const tags = [`t${index % 40}`, `t${index % 7}`]
  const moment = `${day} 1${ordinal}:00:00-08:00`
  const kinds = [
    {
      file: `${folder}/${ordinal}/post-${index}.md`,
      front: `title: Post ${index}\ntagline: From ${day}\ntags: [${tags}, 'project:bench']\nslug:\n  date: ${day}\n  ordinal: ${ordinal}\n  name: post-${index}\ndate:\n  created: ${moment}\n  published: ${moment}\n`,
    },
    {
      file: `${folder}/post-${index}.md`,
      front: `title: Post ${index}\ndescription: From ${day}\ntags: [/projects/bench/, ${tags}]\ndate: ${moment}\nordinal: ${ordinal}\n`,
    },
    {
      file: `${folder}/post-${index}/index.md`,
      front: `title: Post ${index}\ntags: [${tags}]\ndate: ${moment}\nordinal: ${ordinal}\n`,
    },
    { file: `${folder}/${ordinal}.md`, front: `tags: [${tags}]\ndate: ${moment}\n` },
  ]
  return kinds[index % kinds.length] ?? { file: '', front: '' }
}

async function write(contentDir: string, file: string, text: string): Promise<void> {
  const path = join(contentDir, file)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
}
