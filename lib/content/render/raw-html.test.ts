import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { firstLine, renderPost } from '../render.fixture.ts'

describe('raw HTML', () => {
  it('stays, without scripts, style elements and event handlers', async () => {
    const { html, content } = await renderPost(
      '<div class="note" onclick="x()"><em>Hi</em> <a href="javascript:x()">a</a></div>\n\n<script>\nx()\n</script>\n\n<style>a{}</style>\n',
    )
    expect(html).toContain('<div class="note"><em>Hi</em> <a>a</a></div>')
    expect(html).not.toMatch(/script|<style/)
    expect(content.warnings.map(({ line, message }) => `${line} ${message}`)).toEqual([
      expect.stringMatching(new RegExp(`^${firstLine} onClick was left out`)),
      expect.stringMatching(new RegExp(`^${firstLine} href was left out`)),
      expect.stringMatching(new RegExp(`^${firstLine + 2} <script> was left out`)),
      expect.stringMatching(new RegExp(`^${firstLine + 6} <style> was left out`)),
    ])
  })

  it('shows preformatted text like other code, with its markup', async () => {
    const { html } = await renderPost('<pre>\n% ip a\n<b>inet6</b>\n</pre>\n')
    expect(html).toContain('<pre class="code" tabindex="0">% ip a\n<b>inet6</b>')
  })

  it('with an unknown, unclosed element doesn’t swallow what follows', async () => {
    const { html } = await renderPost(
      '<a-thing-of-its-own/>\n\nText[^1].\n\n$$a$$\n\n```dot\ndigraph { a }\n```\n\n[^1]: Note.\n',
    )
    for (const part of ['<p>Text', 'display="block"', '<svg', 'Note.']) expect(html).toContain(part)
  })

  it('moves style attributes into a style sheet', async () => {
    const { html, stylesheetUrl } = await renderPost(
      '<p style="color: red;">Hi</p>\n\n<p style="a}b{">x</p>\n',
    )
    expect(html).toMatch(/<p class="i-\w{8}">Hi<\/p>/)
    expect(html).toContain('<p>x</p>')
    expect(stylesheetUrl).toMatch(/^\/assets\/document-\w{12}\.css$/)
  })
})

describe('a frame', () => {
  it('of another site loads by a click, without a script, and is a link in feeds', async () => {
    const { html, feedHtml, frameOrigins, content } = await renderPost(
      '<iframe src="https://video.example/embed/1?a=1&amp;b" width="560" height="315" frameborder="0" allowfullscreen></iframe>\n',
    )
    expect(html).toMatch(
      /<div class="embed-frame"><iframe .*width="560".*class="embed".*<\/iframe><\/div>/,
    )
    expect(html).toContain('title="Embedded from video.example"')
    expect(html).not.toContain(' src=')
    const srcdoc = /srcdoc="([^"]+)"/.exec(html)?.[1]?.replaceAll('&#x22;', '"') ?? ''
    expect(srcdoc).toContain('Load the page from video.example</a>')
    expect(srcdoc).toMatch(/href="https:\/\/video\.example\/embed\/1\?a=1&/)
    expect(frameOrigins).toEqual(['https://video.example'])
    expect(content.warnings).toMatchObject([{ line: firstLine }])
    expect(feedHtml).toContain(
      '<p><a href="https://video.example/embed/1?a=1&#x26;b">Embedded from video.example</a></p>',
    )
  })

  it('of this site loads lazily', async () => {
    const { html, frameOrigins } = await renderPost('<iframe src="/printers/1/embed"></iframe>\n')
    expect(html).toContain(
      '<iframe src="/printers/1/embed" title="Embedded from this site" loading="lazy"',
    )
    expect(frameOrigins).toEqual([])
  })

  it('in the author’s own box fills that box', async () => {
    const { html } = await renderPost(
      '<div style="position:relative;padding-bottom:64%"><iframe src="https://a.example/" width="100%" height="100%" style="position:absolute"></iframe></div>\n',
    )
    expect(html).toMatch(/<div class="i-\w+"><iframe .*class="embed-filling i-\w+".*<\/iframe>/)
    expect(html).not.toContain('height=')
  })
})

describe('what a browser would load from another site', () => {
  it.each([
    ['<video controls src="https://x.example/v.mp4"></video>', 'Video from x.example'],
    ['<video controls><source src="//x.example/v.webm"></video>', 'Video from x.example'],
    ['<audio src="https://x.example/a.mp3"></audio>', 'Recording from x.example'],
    ['<object data="https://x.example/a.swf"></object>', 'Embedded file from x.example'],
    ['<embed src="https://x.example/a.pdf">', 'Embedded file from x.example'],
  ])('is a link: %s', async (markup, words) => {
    const { html, content } = await renderPost(`<div>${markup}</div>\n`)
    expect(html).toMatch(/<a class="third-party" href="(?:https:)?\/\/x\.example/)
    expect(html).toContain(`>${words}</a>`)
    expect(html).not.toMatch(/<(?:video|audio|object|embed|source)/)
    expect(content.warnings).toMatchObject([{ line: firstLine }])
  })

  it.each([
    '<p style="color:red;background:url(https://x.example/a.png)">a</p>',
    '<p style="background:image-set(\'https://x.example/a.png\' 1x)">a</p>',
    '<img src="a.svg" alt="a" srcset="https://x.example/a.png 2x">',
    '<picture><source srcset="https://x.example/a.webp"><img src="a.svg" alt="a"></picture>',
    '<table background="https://x.example/a.png"><tr><td>a</td></tr></table>',
    '<video src="v.mp4" poster="https://x.example/a.png"></video>',
    '<link rel="stylesheet" href="https://x.example/a.css">',
    '<svg><image href="https://x.example/a.png"/></svg>',
    '<svg><use xlink:href="https://x.example/a.svg#a"/></svg>',
    '<svg><rect fill="url(https://x.example/a.svg#a)"/></svg>',
    '<input type="image" src="https://x.example/a.png" alt="a">',
    '<a href="/blog" ping="https://x.example/">a</a>',
    '<meta http-equiv="refresh" content="0;url=https://x.example/">',
  ])('is left out with a warning: %s', async (markup) => {
    const { html, content, stylesheetUrl, folder } = await renderPost(`<div>${markup}</div>\n`, {
      'blog/a.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="6" height="2"/>',
      'blog/v.mp4': 'video',
    })
    expect(html).not.toContain('x.example')
    if (stylesheetUrl !== null)
      expect(await readFile(folder.cacheDir + stylesheetUrl, 'utf8')).toMatch(/\{color:red\}/)
    expect(content.warnings).toMatchObject([
      { line: firstLine, message: expect.stringContaining('was left out') },
    ])
  })
})

describe('links between files', () => {
  it('become permalinks or published assets; a broken one gives a warning', async () => {
    const { html, feedHtml, content } = await renderPost(
      '[a](./other/index.md#x) [b](other/) [c](data.csv) [d](gone.html) [e](#here)\n',
      { 'blog/other/index.md': '---\ntitle: O\ndate: 2020-01-02\n---\n', 'blog/data.csv': '1,2' },
    )
    expect(html).toContain(
      '<a href="/2020/01/02/0/other#x">a</a> <a href="/2020/01/02/0/other">b</a>',
    )
    expect(html).toMatch(/<a href="\/assets\/data-\w{12}\.csv">c<\/a>/)
    expect(content.warnings.map(({ message }) => message)).toEqual([
      "links to gone.html, which doesn't exist or isn't published; correct the link",
    ])
    expect(feedHtml).toContain('<a href="https://site.example/2020/01/02/0/other#x">a</a>')
    expect(feedHtml).toContain('<a href="https://site.example/2021/02/07/0/post#here">e</a>')
  })

  it('are found by the permalink too, with or without a slash at its end', async () => {
    const { html, content } = await renderPost(
      '[a](../../1/other) [b](../1/other/) [c](../../../05/0/far#x)\n',
      {
        'blog/1/other.md': '---\ndate: 2021-02-07 12:00:00-08:00\n---\n',
        'blog/0/far.md': '---\ndate: 2021-02-05\n---\n',
      },
    )
    expect(html).toBe(
      '<p><a href="/2021/02/07/1/other">a</a> <a href="/2021/02/07/1/other">b</a> <a href="/2021/02/05/0/far#x">c</a></p>',
    )
    expect(content.warnings).toEqual([])
  })

  it('never publish the text of a draft', async () => {
    const { html, content } = await renderPost('[a](draft.md)\n', {
      'blog/draft.md': '---\ndate: 2021-01-01\ndraft: true\n---\nSecret.\n',
    })
    expect(html).not.toContain('/assets/')
    expect(content.warnings).toMatchObject([{ line: firstLine }])
  })
})

describe('links to a path of the site', () => {
  it('are corrected if they lead to a document, and give a warning if they lead nowhere', async () => {
    const paths = [
      '/',
      '/blog',
      '/blog/2021',
      '/2021',
      '/2021/02',
      '/tags',
      '/tags/led',
      '/projects',
      '/projects/lamp',
      '/now',
      '/old',
      '/atom.xml',
      '/printers/1',
      '/icon.svg',
      '/search?q=x',
      '/api/health',
      '/projects/lamp#top',
    ]
    const dead = [
      '/about',
      '/2021/01/18/selfhost',
      '/blog/1999',
      '/tags/none',
      '/projects/none',
      '/files/a.pdf',
      '/regretted',
    ]
    const markdown = [...paths, ...dead, '/2021/02/07/0', '/now/']
      .map((path) => `[x](${path})\n`)
      .join('')
    const { html, content } = await renderPost(markdown, {
      'projects/lamp.md': '---\ntitle: Lamp\ntags: [led]\n---\n',
      'pages/now.md': '---\ntitle: Now\n---\n',
      '../public/icon.svg': '<svg/>',
      'redirects.yaml': '/old: https://elsewhere.example/\n',
      'withdrawn.yaml': '- /regretted\n',
    })
    for (const path of [...paths, ...dead]) expect(html).toContain(`<a href="${path}">`)
    expect(html).toMatch(/<a href="\/2021\/02\/07\/0\/post">x<\/a>\s<a href="\/now">/)
    expect(content.warnings.map(({ line, message }) => `${line} ${message.split(',')[0]}`)).toEqual(
      dead.map((path, index) => `${firstLine + paths.length + index} links to ${path}`),
    )
  })

  it('are checked again when their target appears', async () => {
    const { folder } = await renderPost('[a](/about)\n')
    await folder.write('pages/about.md', '---\ntitle: About\n---\n')
    expect((await folder.open()).warnings).toEqual([])
  })
})
