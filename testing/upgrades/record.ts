/*
 * node testing/upgrades/record.ts CHECKOUT: what a released version shows of the owners' folders, written to recorded.json.
 * CHECKOUT is a clone at that version with its packages, such as `git worktree add CHECKOUT TAG && ln -s $PWD/node_modules CHECKOUT`.
 * Run it at each release.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { folders, writeOwnersFolder } from './folders.ts'

export interface Recorded {
  version: string
  folders: Record<string, { paths: string[]; issues: string[] }>
}

const [checkout = '.'] = process.argv.slice(2)
const rootDir = resolve(checkout)
const { openContent } = await import(join(rootDir, 'lib/content/open-content.ts'))
const { version } = JSON.parse(await readFile(join(rootDir, 'package.json'), 'utf8'))
const recorded: Recorded = { version, folders: {} }
for (const name of Object.keys(folders)) {
  const folder = await mkdtemp(join(tmpdir(), 'owner-'))
  await writeOwnersFolder(name, join(folder, 'content'))
  const content = await openContent({
    contentDir: join(folder, 'content'),
    cacheDir: join(folder, 'cache'),
    rootDir,
    siteUrl: 'https://site.example',
    timeZone: 'UTC',
    hasDrafts: false,
  })
  const { posts, projects, pages, redirects, errors, warnings } = content
  const paths = [...posts, ...projects, ...pages].map(({ path }: { path: string }) => path)
  recorded.folders[name] = {
    paths: [...paths, ...redirects.keys()].sort(),
    issues: [...errors, ...warnings]
      .map(({ file, message }: { file: string; message: string }) => `${file}: ${message}`)
      .sort(),
  }
  await rm(folder, { recursive: true })
}
await writeFile(
  join(import.meta.dirname, 'recorded.json'),
  `${JSON.stringify(recorded, null, 2)}\n`,
)
