import { describe, expect, it } from 'vitest'
import { writeContentFolder } from '../content-folder.fixture.ts'

async function readOne(text: string, file = 'blog/name.md') {
  const folder = await writeContentFolder({ [file]: text })
  const content = await folder.start({ now: new Date('2026-11-01') })
  const [post] = content.posts
  return { ...content, post, text: post && (await content.readText(post)) }
}

describe('front matter of other generators', () => {
  const date = '2026-01-02T10:00:00-08:00'
  it.each([
    ['TOML', `+++\ntitle = "T"\ndate = ${date}\ntags = ["a", "b"]\n+++\nText.\n`],
    ['JSON', `{\n  "title": "T",\n  "date": "${date}",\n  "tags": ["a", "b"]\n}\nText.\n`],
    [
      'JSON without braces',
      `;;;\n"title": "T",\n"date": "${date}",\n"tags": ["a", "b"]\n;;;\nText.\n`,
    ],
    [
      'JSON without a first line',
      `"title": "T",\n"date": "${date}",\n"tags": ["a", "b"]\n;;;\nText.\n`,
    ],
    ['Hexo', `title: T\ndate: ${date}\ntags:\n  - a\n  - b\n---\nText.\n`],
    ['JSON in one line', `{"title": "T", "date": "${date}", "tags": ["a", "b"]}\nText.\n`],
    [
      'JSON after its name',
      `---json\n{"title": "T", "date": "${date}", "tags": ["a", "b"]}\n---\nText.\n`,
    ],
    [
      'TOML after its name',
      `---toml\ntitle = "T"\ndate = ${date}\ntags = ["a", "b"]\n---\nText.\n`,
    ],
    ['YAML after its name', `---yaml\ntitle: T\ndate: ${date}\ntags: [a, b]\n---\nText.\n`],
    ['line ends of old Macs', `---\rtitle: T\rdate: ${date}\rtags: a, b\r---\rText.\r`],
    ['a YAML that ends with dots', `---\ntitle: T\ndate: ${date}\ntags: a, b\n...\nText.\n`],
    ['Windows line ends', `---\r\ntitle: T\r\ndate: ${date}\r\ntags: a, b\r\n---\r\nText.\r\n`],
  ])('is read: %s', async (_format, text) => {
    const { post, text: body, errors } = await readOne(text)
    expect(errors).toEqual([])
    expect(post).toMatchObject({ title: 'T', date: '2026-01-02', tags: ['a', 'b'] })
    expect(body?.trim()).toBe('Text.')
  })

  it.each([
    ['+++\ntitle = T\n+++\n', 'name.md:2: the front matter is not TOML'],
    ['+++\ntitle = "T"\n', 'name.md:1: the front matter has no end; close it with a line of +++'],
    ['{\n"title": "T",\n', 'name.md:1: the front matter has no end; close it with a line of }'],
    ['---js\n({draft: true})\n---\n', 'name.md:1: the front matter is in js'],
    ['\n+++\ndraft = true\n+++\n', 'name.md:1: the front matter has to begin on the first line'],
    [
      'Title: T\nStatus: draft\n\nText.\n',
      'name.md:1: the front matter has to be between two lines',
    ],
    ['.. title: T\n.. status: draft\n\nText.\n', 'name.md:1: the front matter has to be between'],
    ['<!--\n.. title: T\n.. status: draft\n-->\n', 'name.md:1: the front matter has to be between'],
    ['title:: T\npublic:: false\n\nText.\n', 'name.md:1: the front matter has to be between'],
    ['private:: true\n\nText.\n', 'name.md:1: "private:: true" is outside'],
    ['Status: draft\n\nText.\n', 'name.md:1: "Status: draft" is outside of the front matter'],
    ['<!-- x -->\n---\ndraft: true\n---\nText.\n', 'name.md:3: "draft: true" is outside'],
    ['———\ndraft: true\n———\nText.\n', 'name.md:2: "draft: true" is outside'],
    ['---\u00a0\ndraft: true\n---\nText.\n', 'name.md:2: "draft: true" is outside'],
    ['\u200b---\npublished = false\n---\nText.\n', 'name.md:2: "published = false" is outside'],
    ['---\u2028draft: true\u2028---\u2028Text.', 'name.md:2: "draft: true" is outside'],
    ['---\ndate: 2026-01-01\n---\n---\ndraft: true\n---\n', 'name.md:5: "draft: true" is outside'],
    ['---\na: &a [*a]\n---\n', 'name.md:2: has an alias (*name) that contains itself'],
    ['author: me\ntitle: T\ndraft: true\n---\n', 'name.md:1: the front matter has to be between'],
    ['{\n"title": "T"\n"date": 1\n}\n', 'name.md:3: the front matter is not YAML'],
  ])('is refused by name and line if it is broken: %j', async (text, message) => {
    const folder = await writeContentFolder({ 'blog/name.md': text })
    await expect(folder.open()).rejects.toThrow(message)
  })

  it('is no list of words above a line', async () => {
    const { post } = await readOne(
      'title: of a note\n\nWords.\n\n---\n\nMore.',
      'blog/2026/01/02/0.md',
    )
    expect(post?.excerptText).toContain('title: of a note')
    const list = await readOne('Place: home\nTitle: none\n\nWords.', 'blog/2026/01/02/0.md')
    expect(list.post?.excerptText).toContain('Place: home')
  })
})

it.each([
  ['blog/2026-01-08-a-jekyll-post.md', '/2026/01/08/0/a-jekyll-post'],
  ['blog/_posts/2026-01-08-a-jekyll-post.md', '/2026/01/08/0/a-jekyll-post'],
  ['blog/2026-01-08-bundle/index.md', '/2026/01/08/0/bundle'],
  ['blog/2026-1-8-short.md', '/2026/01/08/0/short'],
])('a post is dated by its file’s name: %s', async (file, path) => {
  const { post } = await readOne('---\ntitle: T\n---\nText.\n', file)
  expect(post?.path).toBe(path)
})

it('a permalink with a day in its name stays, if the front matter has the date', async () => {
  const { post } = await readOne('---\ndate: 2026-01-08\n---\nx\n', 'blog/2026-01-08-old.md')
  expect(post?.path).toBe('/2026/01/08/0/2026-01-08-old')
})

it('C, C++, C# and .NET are four tags, and a list may be one line with commas', async () => {
  const { post } = await readOne('---\ndate: 2026-01-08\ntags: C, C++, C#, .NET, "#made"\n---\nx\n')
  expect(post?.tags).toEqual(['c', 'c-plus-plus', 'c-sharp', 'dot-net', 'made'])
})

it.each([
  ['syndication: mailto:a@b.example', 'syndication has to be an address with http(s)://'],
  ['tags: {a: b}', 'tags has to be a list, one "- name" a line'],
  ['math: sometimes', 'math has to be true or false'],
])(
  'leaves out a member that the post can do without, with a warning: %s',
  async (member, words) => {
    const { post, warnings, errors } = await readOne(
      `---\ntitle: T\ndate: 2026-01-08\n${member}\n---\nx\n`,
    )
    expect(errors).toEqual([])
    expect(post).toMatchObject({ title: 'T', syndicationUrls: [], tags: [] })
    expect(warnings).toMatchObject([{ line: 4, message: `${words}; it is left out` }])
  },
)
