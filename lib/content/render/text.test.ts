import { describe, expect, it } from 'vitest'
import { firstLine, renderError, renderPost } from '../render.fixture.ts'

describe('formulas', () => {
  it('fail the build with their line if they can’t be parsed', async () => {
    expect(await renderError('One.\n\n$\\frac{1$\n')).toContain(
      `blog/post.md:${firstLine + 2}: the formula can't be parsed`,
    )
  })

  it('become MathML, inline and display', async () => {
    const { html, stylesheetUrl, folder } = await renderPost(
      'Take $x^2$.\n\n$$\n\\begin{bmatrix}1&2\\\\3&4\\end{bmatrix}\n$$\n',
    )
    expect(html).toMatch(/<p>Take <math><msup><mi>x<\/mi><mn[^>]*>2<\/mn><\/msup><\/math>\.<\/p>/)
    expect(html).toContain('<mtable>')
    expect(html).not.toContain('style=')
    // Temml's style attributes are moved to the post's own style sheet.
    const { readFile } = await import('node:fs/promises')
    const name = stylesheetUrl?.split('/').at(-1) ?? ''
    expect(await readFile(`${folder.cacheDir}/assets/${name}`, 'utf8')).toMatch(/\.i-\w+\{padding/)
  })

  it('between double dollars are display formulas, with or without line breaks', async () => {
    const { html } = await renderPost('$$a=b$$\n\nIn $$a=b$$ line.\n')
    expect(html).toMatch(/^<div class="scroll math"[^>]*><math[^>]*display="block"/)
    expect(html).toMatch(/<p>In <math>.*<\/math> line\.<\/p>/)
  })
})

describe('text', () => {
  it('gets smart quotes and emoji, except in code', async () => {
    const { html } = await renderPost('He said "it\'s :tm: -- fine". `"x" :tm:` :nothing:\n')
    expect(html).toContain('He said “it’s ™️ — fine”. <code>"x" :tm:</code> :nothing:')
  })

  it('hangs a quotation mark at the beginning of a paragraph', async () => {
    const { html } = await renderPost('*"So,"* he said.\n\n\'Or\' so.\n\n`"` is none.\n')
    expect(html).toContain('<p class="hangs"><em>“So,”</em>')
    expect(html).toContain('<p class="hangs-single">‘Or’ so.</p>')
    expect(html).toContain('<p><code>"</code> is none.</p>')
  })

  it('has as excerpt the part before the mark, or the first paragraph, without footnotes and pictures', async () => {
    const marked = await renderPost(
      'First[^1].\n\nSecond **bold**.\n\n<!-- excerpt -->\n\nThird.\n\n[^1]: Note\n',
    )
    expect(marked.excerptText).toBe('First. Second bold.')
    expect(marked.excerptHtml).toBe('<p>First.</p>\n<p>Second <strong>bold</strong>.</p>\n')
    expect(marked.html).not.toContain('<!--')
    const unmarked = await renderPost(
      '# Title\n\n![p](data:image/gif;base64,R0lG)\n\nText.\n\nMore.\n',
    )
    expect(unmarked.excerptText).toBe('Text.')
  })
})

describe('headings', () => {
  it('have unique ids, links to themselves, and levels below the page’s title', async () => {
    const { html, toc } = await renderPost(
      '# One\n\n## Same\n\n## Same\n\n# *Two*[^1]\n\n[^1]: Note.\n',
    )
    expect(html).toContain('<h2 id="one"><a class="anchor" href="#one">One</a></h2>')
    expect(html).toContain('<h3 id="same-1"><a class="anchor" href="#same-1">Same</a></h3>')
    expect(toc).toMatchObject([
      { id: 'one', children: [{ id: 'same' }, { id: 'same-1' }] },
      { text: 'Two' },
    ])
    expect(html).toMatch(/<h2 class="sr-only" id="footnote-label">Footnotes<\/h2>/)
  })

  it('make a table of contents if there are at least three', async () => {
    expect((await renderPost('## One\n\n## Two\n')).toc).toEqual([])
    expect((await renderPost('## One\n\n## Two\n\n## Three\n')).toc).toHaveLength(3)
  })
})

describe('footnotes', () => {
  it('open in place, and are in the list with links back', async () => {
    const { html, popoversHtml } = await renderPost(
      'A[^x] and again[^x].\n\n[^x]:\n    Body *one*.\n\n    ```js\n    let a\n    ```\n',
    )
    expect(html).toContain('href="#fn-x" id="fnref-x"')
    expect(html).toContain(
      '<button type="button" class="footnote-open" popovertarget="fn-x-popover"',
    )
    expect(html).toContain('href="#fnref-x"')
    expect(html).toContain('href="#fnref-x-2"')
    expect(
      popoversHtml.match(/<aside id="fn-x-popover" class="footnote-popover" popover/g),
    ).toHaveLength(1)
    expect(popoversHtml).toContain('Body <em>one</em>.')
    expect(popoversHtml).not.toContain('backref')
  })

  it('without a definition give a warning and stay text', async () => {
    const { html, content } = await renderPost('A\nline[^none], [words][nowhere] and a[i][j].\n')
    expect(html).toContain('line[^none], [words][nowhere] and a[i][j]')
    expect(content.warnings.map(({ line, message }) => `${line} ${message}`)).toEqual([
      `${firstLine + 1} [^none] has no footnote; add [^none]: text`,
      `${firstLine + 1} [words][nowhere] is not defined; add [nowhere]: https://...`,
    ])
  })

  it('have ids in feeds that are unique to the post', async () => {
    const { feedHtml } = await renderPost('A[^1].\n\n[^1]: Note.\n')
    expect(feedHtml).toContain('href="#2021-02-07-0-post-fn-1" id="2021-02-07-0-post-fnref-1"')
    expect(feedHtml).toContain('<li id="2021-02-07-0-post-fn-1">')
    expect(feedHtml).not.toMatch(/button|popover|footnote-label/)
  })
})

describe('tables and tasks', () => {
  it('scroll, align by class, and have labels', async () => {
    const { html } = await renderPost(
      '| a | b |\n| - | -: |\n| 1 | 2 |\n\n- [x] done\n- [ ] open\n',
    )
    expect(html).toContain(
      '<div class="scroll" tabindex="0" role="group" aria-label="Table"><table>',
    )
    expect(html).toContain('<td class="align-right">2</td>')
    expect(html).toContain('aria-label="not done"')
  })
})

it('no id of a document is one of the page around it, or twice', async () => {
  const { html, headings } = await renderPost(
    '## Content\n\n## Content\n\n## Written\n\n[a](#content)\n\n<b id="wax">b</b> <b id="x">c</b> <b id="x">d</b>\n\n## X\n',
  )
  expect(headings.map(({ id }) => id)).toEqual(['content-1', 'content-2', 'written-1', 'x-1'])
  const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id)
  expect(ids).toEqual(['content-1', 'content-2', 'written-1', 'x', 'x-1'])
  expect(html).toContain('<a href="#content-1">a</a>')
})
