import { execFile } from 'node:child_process'
import { chmod, mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it, onTestFinished } from 'vitest'
import { writeContentFolder } from './content-folder.fixture.ts'

const good = '---\ntitle: Good\ndate: 2021-02-07\n---\nGood words.\n'

const broken: Record<string, { files: Record<string, string | Buffer>; error: string }> = {
  'front matter that is not YAML': {
    files: { 'blog/x.md': '---\ntitle: My: broken [title\ndate: 26.11.2026\n---\nx\n' },
    error: 'blog/x.md:2: the front matter is not YAML',
  },
  'a file cut in its front matter': {
    files: { 'blog/x.md': '---\ntitle: Half' },
    error: 'blog/x.md:1: the front matter has no end',
  },
  'an empty file': { files: { 'blog/x.md': '' }, error: 'blog/x.md:1: has no date' },
  'a date of nowhere': {
    files: { 'blog/x.md': '---\ndate: soon\n---\n' },
    error: 'blog/x.md:2: date "soon" is not a date',
  },
  'Latin-1': {
    files: { 'blog/x.md': Buffer.from('---\ndate: 2021-01-01\n---\nK\u00fcche', 'latin1') },
    error: 'blog/x.md:4: is not encoded in UTF-8',
  },
  'UTF-16 of Windows': {
    files: { 'blog/x.md': Buffer.from(`\ufeff${good}`, 'utf16le') },
    error: 'blog/x.md:1: is encoded in UTF-16',
  },
  'a day that is none in a permalink': {
    files: { 'blog/x.md': '---\ndate: 2026-01-01\nslug: {date: 2026-02-30}\n---\n' },
    error: 'blog/x.md:3: slug.date has to be a day',
  },
  'UTF-8 cut in a letter': {
    files: { 'blog/x.md': Buffer.from(`${good}ü`).subarray(0, -1) },
    error: 'blog/x.md:6: is not encoded in UTF-8',
  },
  'a binary file': {
    files: { 'blog/x.md': Buffer.from(good.replace('words', '\0\x01')) },
    error: 'blog/x.md:5: is not a text file',
  },
  'a file of 2 MB': {
    files: { 'blog/x.md': good + 'word '.repeat(400_000) },
    error: 'blog/x.md: is larger than 1 MB',
  },
  'aliases that multiply': {
    files: {
      'blog/x.md': `---\ndate: 2021-01-01\na: &a [${'x,'.repeat(20)}]\nb: &b [${'*a,'.repeat(20)}]\nc: [${'*b,'.repeat(20)}]\n---\n`,
    },
    error: 'blog/x.md:2: has an alias (*name) that contains itself or multiplies',
  },
  'quotations nested ten thousand deep': {
    files: { 'blog/x.md': `${good}${'>'.repeat(10_000)} x` },
    error: 'blog/x.md: has lists, quotations or HTML elements that are nested too deeply',
  },
  'a bad redirect': {
    files: { 'redirects.yaml': '/old: /2021/02/07/0/good\n/bad: nowhere\n' },
    error: 'redirects.yaml:2: "nowhere" is not a target',
  },
  'redirects that are not YAML': {
    files: { 'redirects.yaml': '/old: [' },
    error: 'redirects.yaml:1: is not YAML',
  },
  'a bad record of pictures': {
    files: { 'remote/record.json': '{"half' },
    error: 'remote/record.json: is not a record of fetched pictures',
  },
  'two projects of one name': {
    files: {
      'projects/a.md': '---\ntitle: A\nslug: lamp\n---\n',
      'projects/b.md': '---\ntitle: B\nslug: lamp\n---\n',
    },
    error: 'projects/b.md:1: has the same path as projects/a.md',
  },
}

for (const [what, { files, error }] of Object.entries(broken))
  it(`serves all else in spite of ${what}, and says what is wrong`, async () => {
    const folder = await writeContentFolder({ 'blog/good.md': good, ...files })
    const content = await folder.start()
    expect(content.posts.map(({ title }) => title)).toEqual(['Good'])
    expect(content.errors).toHaveLength(1)
    await expect(folder.open()).rejects.toThrow(error)
  })

it('serves all else in spite of links that lead nowhere, a folder or a pipe named like a post', async () => {
  const folder = await writeContentFolder({ 'blog/good.md': good, 'blog/d.md/e.md': good })
  const blog = join(folder.contentDir, 'blog')
  await symlink('nowhere.md', join(blog, 'a.md'))
  await symlink('b.md', join(blog, 'b.md'))
  await symlink('d.md', join(blog, 'c.md'))
  await symlink('nowhere.yaml', join(folder.contentDir, 'withdrawn.yaml'))
  await mkdir(join(folder.contentDir, 'redirects.yaml'))
  await promisify(execFile)('mkfifo', [join(blog, 'f.md')])
  const content = await folder.start()
  expect(content.posts.map(({ path }) => path).sort()).toEqual([
    '/2021/02/07/0/e',
    '/2021/02/07/1/good',
  ])
  expect(content.errors.map(({ file }) => file).sort()).toEqual([
    'blog/a.md',
    'blog/b.md',
    'blog/c.md',
    'blog/f.md',
    'redirects.yaml',
  ])
})

it('serves one of two posts with the same permalink', async () => {
  const folder = await writeContentFolder({ 'blog/0/x.md': good, 'blog/x/0/x.md': good })
  const content = await folder.start()
  expect(content.posts.map(({ file }) => file)).toEqual(['blog/0/x.md'])
  expect(content.errors).toMatchObject([{ file: 'blog/x/0/x.md' }])
})

it('shows a post without its missing picture, and with it once it is there', async () => {
  const folder = await writeContentFolder({ 'blog/x.md': `${good}\n![The lamp](lamp.svg)\n` })
  const content = await folder.start()
  expect(content.posts).toHaveLength(1)
  expect((await folder.start()).errors).toMatchObject([{ file: 'blog/x.md', line: 7 }])
  await folder.write(
    'blog/lamp.svg',
    '<svg xmlns="http://www.w3.org/2000/svg" width="6" height="2"/>',
  )
  const { errors, posts } = await folder.start()
  expect(errors).toEqual([])
  expect(posts[0]?.cover).toMatchObject({ width: 6, height: 2 })
})

// Root can read everything.
it.skipIf(process.getuid?.() === 0)(
  'serves all else in spite of folders that can’t be read, such as a disk’s lost+found',
  async () => {
    const folder = await writeContentFolder({
      'blog/good.md': good,
      'blog/locked/a.md': good,
      'lost+found/a.md': good,
    })
    const locked = ['blog/locked', 'lost+found'].map((name) => join(folder.contentDir, name))
    onTestFinished(async () => {
      for (const path of locked) await chmod(path, 0o755)
    })
    for (const path of locked) await chmod(path, 0)
    const { posts, errors } = await folder.start()
    expect(posts.map(({ title }) => title)).toEqual(['Good'])
    expect(errors.map(({ file }) => file)).toEqual(['blog/locked'])
  },
)
