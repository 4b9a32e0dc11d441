import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { firstLine, renderError, renderPost } from '../render.fixture.ts'

const photo = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#c63' } })
    .withExif({ IFD0: { Copyright: 'secret' } })
    .jpeg()
    .toBuffer()

describe('a local picture', () => {
  it('fails the build with its line if it is missing or broken', async () => {
    const message = await renderError('![a](none.jpg)\n\n![b](broken.jpg)\n', {
      'blog/broken.jpg': 'no picture',
    })
    expect(message).toContain(`blog/post.md:${firstLine}: shows none.jpg, which doesn't exist`)
    expect(message).toContain(
      `blog/post.md:${firstLine + 2}: broken.jpg can't be read as a picture`,
    )
  })

  it('gets variants, size and placeholder, and its alt as caption', async () => {
    const { html, folder, stylesheetUrl, cover, content } = await renderPost(
      'Look:\n\n![It\'s "here"](photos/My%20photo.jpg)\n',
      { 'blog/photos/My photo.jpg': await photo(1000, 500) },
    )
    expect(html).toMatch(
      /<figure aria-label="Figure 1"><a class="enlarge" href="\/assets\/my-photo-\w{12}-1000\.jpg" aria-label="Enlarge picture 1"><picture><source type="image\/avif" srcset="\/assets\/my-photo-\w+-480\.avif 480w, [^"]+960w, [^"]+1000w"/,
    )
    expect(html).toMatch(/<img [^>]*width="1000" height="500"[^>]*fetchpriority="high"/)
    expect(html).toContain('<figcaption aria-hidden="true">It’s “here”</figcaption>')
    expect(html).not.toContain('style=')
    expect(cover).toMatchObject({ width: 1000, height: 500, alt: 'It’s “here”' })
    const names = await readdir(join(folder.cacheDir, 'assets'))
    expect(names.every((name) => content.hasAsset(name))).toBe(true)
    const files = names.filter((name) => !name.endsWith('.json'))
    expect(files).toHaveLength(10) // three widths in three formats, and the style sheet with the placeholder
    const css = await readFile(join(folder.cacheDir, stylesheetUrl ?? ''), 'utf8')
    expect(css).toContain('background:url(data:image/webp;base64,')
    const largest = files.find((name) => name.endsWith('-1000.jpg')) ?? ''
    const metadata = await sharp(join(folder.cacheDir, 'assets', largest)).metadata()
    expect(metadata).toMatchObject({ width: 1000, height: 500 })
    expect(metadata.exif).toBeUndefined()
  })

  it('has a link with a name to enlarge it, even without an alt', async () => {
    const { html } = await renderPost('![](a.jpg)\n', { 'blog/a.jpg': await photo(60, 40) })
    expect(html).toMatch(/<a class="enlarge" href="[^"]+" aria-label="Enlarge picture 1">/)
  })

  it('uses its title as caption if it has one', async () => {
    const { html } = await renderPost('![Two cables](a.jpg "The whole network")\n', {
      'blog/a.jpg': await photo(60, 40),
    })
    expect(html).toContain('<figcaption>The whole network</figcaption>')
    expect(html).toMatch(/<img [^>]*alt="Two cables"/)
    expect(html).not.toContain('title=')
  })

  it('is encoded again if one of its files is missing', async () => {
    const { folder } = await renderPost('![a](a.jpg)\n', { 'blog/a.jpg': await photo(600, 300) })
    const assets = join(folder.cacheDir, 'assets')
    const removed = (await readdir(assets)).find((name) => name.endsWith('-480.avif')) ?? ''
    await rm(join(assets, removed))
    expect((await folder.open()).renderedCount).toBe(1)
    expect(await readdir(assets)).toContain(removed)
  })

  it('stays one file with its size if it is an SVG', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="200"></svg>'
    const { html } = await renderPost('![a](a.svg)\n', { 'blog/a.svg': svg })
    expect(html).toMatch(/<img src="\/assets\/a-\w{12}\.svg" alt="a" width="640" height="200"/)
  })

  it('has another name when its bytes change', async () => {
    const first = await renderPost('![a](a.jpg)\n', { 'blog/a.jpg': await photo(30, 20) })
    await first.folder.write('blog/a.jpg', await photo(31, 20))
    const [post] = (await first.folder.open()).posts
    expect(post?.cover?.url).toMatch(/-31\.jpg$/)
    expect(first.cover?.url).toMatch(/-30\.jpg$/)
  })
})

describe('a drawing with letters', () => {
  const draw = (more: string, attributes = '') =>
    `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 100" width="480" height="100" font-family="Georgia,serif" ${attributes}>${more}<text x="1" y="20" class="ink" font-size="10">21 °C</text></svg>`

  it('is part of the page, in its type and theme, with letters of at least 12 pixels', async () => {
    const { html, feedHtml, stylesheetUrl, folder } = await renderPost('![A curve](a.svg)\n', {
      'blog/a.svg': draw(
        '<title>The curve</title><style>.ink{fill:#111;font-family:Georgia}@media (prefers-color-scheme:dark){.ink{fill:#eee}}</style><defs><linearGradient id="g"/></defs><rect fill="url(#g)"/>',
      ),
    })
    const name = /<figure[^>]*><div class="scroll drawing ([\w-]+)" tabindex="0"/.exec(html)?.[1]
    expect(html).toContain('class="d-ink" font-size="10">21 °C</text>')
    expect(html).toContain('<figcaption>A curve</figcaption>')
    expect(html).not.toMatch(/Georgia|<style|style=|enlarge/)
    expect(html).toMatch(/<linearGradient id="([\w-]+)-g" \/><\/defs><rect fill="url\(#\1-g\)"/)
    const css = await readFile(folder.cacheDir + stylesheetUrl, 'utf8')
    expect(css).toContain(`.${name}{.d-ink{fill:#111;}}`)
    expect(css).toContain(`:root[data-theme=dark] .${name}{.d-ink{fill:#eee}}}`)
    expect(css).toContain('{min-width:576px}')
    expect(feedHtml).toMatch(
      /<figure[^>]*><img src="https:[^"]+\/assets\/a-\w+\.svg" alt="The curve"><figcaption>/,
    )
  })

  it.each([
    '<script>x()</script>',
    '<image href="https://x.example/a.png"/>',
    '<foreignObject><p>a</p></foreignObject>',
    '<rect onclick="x()"/>',
    '<style>@import "https://x.example/a.css";</style>',
    '<style>.a{fill:red}}</style>',
    '<rect fill="url(https://x.example/a.svg#b)"/>',
  ])('stays a file with %s', async (more) => {
    const { html, content } = await renderPost('![a](a.svg)\n', { 'blog/a.svg': draw(more) })
    expect(html).toMatch(/<a class="enlarge"[^>]*><img src="\/assets\/a-\w+\.svg"/)
    expect(html).not.toContain('<svg')
    expect(content.warnings).toEqual([])
  })
})

describe('a thumbnail', () => {
  const front = (thumbnail: string) => `---\ntitle: P\nthumbnail: ${thumbnail}\n---\nText.\n`

  it('fails the build if it is missing or not a picture', async () => {
    const message = await renderError('Hi.\n', {
      'projects/a.md': front('./none.png'),
      'projects/b.md': front('b.md'),
    })
    expect(message).toContain(
      "projects/a.md:3: thumbnail ./none.png doesn't exist or is not a picture",
    )
    expect(message).toContain('projects/b.md:3: thumbnail b.md')
  })

  it('is the cover of its document, with its size', async () => {
    const { content } = await renderPost('Hi.\n', {
      'projects/a.md': front('./a.jpg'),
      'projects/a.jpg': await photo(60, 40),
    })
    expect(content.projects[0]?.cover).toMatchObject({ width: 60, height: 40 })
    expect(content.projects[0]?.cover?.url).toMatch(/^\/assets\/a-\w+-60\.jpg$/)
  })
})

describe('a remote picture', () => {
  const url = 'https://pictures.example/a.png'

  it('is a link that names its host, in a figure, a sentence and a link; in feeds it is a picture', async () => {
    const { html, feedHtml, content } = await renderPost(
      `![What it shows](${url})\n\nIn ![a](${url}) line, [![b](//other.example/b.png)](/blog)\n`,
    )
    expect(html).toMatch(
      /<figure[^>]*><a class="third-party" referrerpolicy="no-referrer" href="https:\/\/pictures\.example\/a\.png"[^>]*><img src="data:[^>]*alt="What it shows"[^>]*><span>Picture from pictures\.example<\/span><\/a><figcaption aria-hidden="true">What it shows/,
    )
    expect(html).toContain('<span>a (Picture from pictures.example)</span></a> line')
    expect(html).toMatch(
      /<a href="\/blog"><span class="third-party"[^>]*><img[^>]*><span>b \(Picture from other/,
    )
    expect(html).not.toMatch(/\s(?:src|srcset)="(?:https?:)?\/\//)
    expect(feedHtml).toContain(`<img src="${url}" alt="What it shows">`)
    expect(feedHtml).toContain(
      '<a href="https://site.example/blog"><img src="https://other.example/b.png" alt="b">',
    )
    expect(content.warnings.map(({ line, message }) => `${line} ${message.slice(0, 42)}`)).toEqual([
      `${firstLine} shows a picture from pictures.example, whi`,
      `${firstLine + 2} shows a picture from other.example, which `,
    ])
  })

  it('is a local one once it is fetched and recorded', async () => {
    const { html } = await renderPost(`![a](${url})\n`, {
      'remote/record.json': JSON.stringify({
        [url]: { file: 'remote/a.png', fetchedAt: '2026-11-22T12:00:00Z' },
      }),
      'remote/a.png': await sharp(await photo(40, 30))
        .png()
        .toBuffer(),
    })
    expect(html).toContain('width="40" height="30"')
    expect(html).not.toContain('pictures.example')
  })

  it('fails the build if the record is invalid', async () => {
    expect(await renderError('Hi.\n', { 'remote/record.json': '[]]' })).toContain(
      'remote/record.json: is not a record of fetched pictures; delete it',
    )
  })
})

describe('pictures in a row, in a link, in a sentence', () => {
  it('become figures, keep the link, stay in the sentence', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="6" height="2"></svg>'
    const { html } = await renderPost(
      '![a](a.svg)\n![b](a.svg)\n\n[![c](a.svg)](/x)\n\nIn ![d](a.svg) line.\n',
      {
        'blog/a.svg': svg,
      },
    )
    expect(html.match(/<figure[ >]/g)).toHaveLength(3)
    expect(html).toMatch(/<figure[^>]*><a href="\/x"><img [^>]*alt="c"/)
    expect(html).toMatch(/<p>In <img [^>]*alt="d"[^>]*> line\.<\/p>/)
  })
})
