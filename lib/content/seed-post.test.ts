import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Element, Root } from 'hast'
import { fromHtml } from 'hast-util-from-html'
import { toString as toText } from 'hast-util-to-string'
import { visit } from 'unist-util-visit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ContentFolder, createContentFolder } from './content-folder.fixture.ts'
import { getPost } from './model/get-documents.ts'
import type { DocumentBody, Post } from './model/types.ts'

const seed = join(import.meta.dirname, '../../../shared/seed/grafana-debugging.md')
const exists = existsSync(seed)
if (!exists) console.log(`${seed} doesn't exist; its test is skipped.`)

describe('the original post, unchanged', () => {
  it('exists in CI', ({ skip }) => {
    if (!process.env.CI) skip('not in CI')
    expect(exists).toBe(true)
  })
})

describe.runIf(exists)('the original post, unchanged', () => {
  let folder: ContentFolder
  let markdown = ''
  let post: Post & DocumentBody
  let page: Root

  beforeAll(async () => {
    folder = await createContentFolder()
    const bytes = await readFile(seed)
    markdown = bytes.toString('utf8')
    await folder.write('blog/2021/02/07/0/grafana-debugging.md', bytes)
    const content = await folder.open()
    expect(content.warnings.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^shows a picture from s3\.us-west-000\.backblazeb2\.com/),
    ])
    const found = await getPost(content, '/2021/02/07/0/grafana-debugging')
    if (found === null) throw new Error('The post has no permalink')
    post = found
    page = fromHtml(post.html, { fragment: true })
  })
  afterAll(() => folder.remove())

  const find = (tagName: string): Element[] => {
    const found: Element[] = []
    visit(page, 'element', (node) => {
      if (node.tagName === tagName) found.push(node)
    })
    return found
  }

  it('keeps title, tagline, tags, projects and its local day', () => {
    expect(post).toMatchObject({
      title: 'Taking pictures with Kubernetes and debugging it with Grafana',
      tagline: 'A case of mistaken causes',
      tags: ['kubernetes', 'grafana', 'devops'],
      projects: [{ slug: 'infrastructure' }, { slug: 'quadfrost-leds' }],
      publishedAt: { text: '2021-02-07T02:37:00-08:00' },
      isDraft: false,
      isUnlisted: false,
    })
  })

  it('has every heading, with an anchor, and a table of contents', () => {
    const written = [...markdown.matchAll(/^## (.+)$/gm)].map(([, words]) => words)
    expect(written.length).toBe(4)
    expect(
      find('h2')
        .filter((node) => node.properties.id !== 'footnote-label')
        .map(toText),
    ).toEqual(written)
    expect(post.toc.map((entry) => entry.text)).toEqual(written)
  })

  it('shows every picture as a figure with its caption', () => {
    const written = [...markdown.matchAll(/^!\[(.*)\]\((\S+)\)$/gm)]
    expect(written.length).toBe(7)
    expect(find('img')).toHaveLength(7)
    const links = find('a').filter((node) => String(node.properties.className) === 'third-party')
    expect(links.map((node) => node.properties.href)).toEqual(written.map(([, , url]) => url))
    const captions = find('figcaption').map(toText)
    expect(captions).toHaveLength(7)
    expect(captions[1]).toBe('What’s with these spikes?')
  })

  it('shows every link of the text', () => {
    const hrefs = find('a').map((node) => node.properties.href)
    const written = [...markdown.matchAll(/[^!]\[[^\]^]+\]\((\S+)\)/g)].map(([, url]) => url)
    expect(written.length).toBe(12)
    for (const url of written) expect(hrefs).toContain(url)
  })

  it('draws its diagram with all names and arrows', () => {
    const [svg] = find('svg')
    if (svg === undefined) throw new Error('No diagram')
    const words = toText(svg)
    for (const name of [
      'Node 1',
      'Node 3',
      'prometheus',
      'fluentd',
      'elasticsearch',
      'kibana',
      'Me',
    ])
      expect(words).toContain(name)
    const arrows = [...post.html.matchAll(/<polygon fill="currentColor"/g)]
    expect(arrows).toHaveLength(12)
  })

  it('shows its manifest, highlighted and unchanged', () => {
    const [, manifest = ''] = /```yaml\n([\s\S]*?)\n```/.exec(markdown) ?? []
    const code = find('pre').map(toText)
    expect(code).toEqual([manifest])
    expect(post.html).toContain('<span class="hl-keyword">apiVersion: </span>')
  })

  it('shows its footnote in the list and in place, and its excerpt before the fold', () => {
    expect(find('ol').map(toText).at(-1)).toContain('I just\nwanted to try something new')
    expect(post.popoversHtml).toContain('id="fn-1-popover"')
    expect(post.html).toContain('popovertarget="fn-1-popover"')
    expect(post.excerptText).toMatch(/^A 7-node server cluster .* save the day\.$/)
  })

  it('needs no inline style and no script', () => {
    for (const html of [post.html, post.feedHtml, post.popoversHtml]) {
      expect(html).not.toMatch(/\sstyle=/)
      expect(html).not.toMatch(/<script|\son[a-z]+=/)
    }
    expect(post.stylesheetUrl).toBeNull()
  })
})
