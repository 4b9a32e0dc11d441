import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { parse, parseDocument } from 'yaml'
import { openContent } from '#lib/content/open-content.ts'
import { parseSettings } from '../parse-settings.ts'
import { fillFolder } from './fill-folder.ts'

const today = '2026-11-29'

async function createParent(): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'starter-'))
  onTestFinished(async () => {
    await chmod(join(parent, 'content'), 0o755).catch(() => {})
    await rm(parent, { recursive: true, force: true })
  })
  return parent
}

const fill = (parent: string) => fillFolder(join(parent, 'content'), process.cwd(), today)

test('an empty or missing folder gets settings, a page and a post, which are a site without a fault', async () => {
  const parent = await createParent()
  expect(await fill(parent)).toBe('filled')
  const contentDir = join(parent, 'content')
  const content = await openContent({
    contentDir,
    cacheDir: join(parent, 'cache'),
    rootDir: parent,
    siteUrl: 'https://site.example',
    timeZone: 'UTC',
    hasDrafts: false,
  })
  expect([content.errors, content.warnings]).toEqual([[], []])
  expect(content.posts.map(({ path }) => path)).toEqual(['/2026/11/29/0/first-post'])
  expect(content.pages.map(({ path }) => path)).toEqual(['/about'])
  expect(parseSettings(await readFile(join(contentDir, 'site.yaml'), 'utf8')).issues).toEqual([])
})

test('each commented setting is valid as it stands', async () => {
  const parent = await createParent()
  await fill(parent)
  const text = await readFile(join(parent, 'content/site.yaml'), 'utf8')
  const settings = text.replace(/^# (?=[a-z_]+:| )/gm, '')
  expect(parseDocument(settings).errors).toEqual([])
  expect(Object.keys(parse(settings)).length).toBeGreaterThan(8)
  expect(parseSettings(settings).issues).toEqual([])
})

test('a folder with anything in it is left as it is, except for what a new disk contains', async () => {
  const parent = await createParent()
  await mkdir(join(parent, 'content/lost+found'), { recursive: true })
  expect(await fill(parent)).toBe('filled')
  await rm(join(parent, 'content'), { recursive: true })
  await mkdir(join(parent, 'content'))
  await writeFile(join(parent, 'content/notes.txt'), 'mine')
  expect(await fill(parent)).toBe('kept')
  expect(await readdir(join(parent, 'content'))).toEqual(['notes.txt'])
})

test('an empty folder that this user can’t write stays empty', async () => {
  const parent = await createParent()
  await chmod(parent, 0o755)
  await mkdir(join(parent, 'content'))
  await chmod(join(parent, 'content'), 0o555)
  const script = `import { fillFolder } from ${JSON.stringify(join(import.meta.dirname, 'fill-folder.ts'))}
    console.log(await fillFolder(${JSON.stringify(join(parent, 'content'))}, process.cwd(), '${today}'))`
  // Root may write anywhere.
  const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  const run = promisify(execFile)
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], user)
  expect(stdout.trim()).toBe('not-permitted')
  expect(await readdir(join(parent, 'content'))).toEqual([])
})
