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

  it('loads frames lazily, names them, lists their origin, and links to them in feeds', async () => {
    const { html, feedHtml, origins } = await renderPost(
      '<iframe src="https://video.example/embed/1" width="560" height="315" frameborder="0" allowfullscreen></iframe>\n',
    )
    expect(html).toContain('<div class="embed-frame"><iframe src="https://video.example/embed/1"')
    expect(html).toContain('title="Embedded from video.example" loading="lazy"')
    expect(origins.frames).toEqual(['https://video.example'])
    expect(feedHtml).toContain(
      '<p><a href="https://video.example/embed/1">Embedded from video.example</a></p>',
    )
  })
})

it('a frame in the author’s own box fills that box', async () => {
  const { html } = await renderPost(
    '<div style="position:relative;padding-bottom:64%"><iframe src="https://a.example/" width="100%" height="100%" style="position:absolute"></iframe></div>\n',
  )
  expect(html).toMatch(
    /<div class="i-\w+"><iframe src="https:\/\/a\.example\/" [^>]*class="embed-filling i-\w+"/,
  )
  expect(html).not.toContain('height=')
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
      "links to gone.html, which doesn't exist; correct the link",
    ])
    expect(feedHtml).toContain('<a href="https://site.example/2020/01/02/0/other#x">a</a>')
    expect(feedHtml).toContain('<a href="https://site.example/2021/02/07/0/post#here">e</a>')
  })
})
