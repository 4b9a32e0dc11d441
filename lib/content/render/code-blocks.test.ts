import { describe, expect, it } from 'vitest'
import { writeContentFolder } from '../content-folder.fixture.ts'
import { firstLine, renderError, renderPost } from '../render.fixture.ts'

describe('code', () => {
  it('is highlighted with classes only', async () => {
    const { html } = await renderPost('```js\nconst a = "b" // c\n```\n')
    expect(html).toContain('<pre class="code" tabindex="0" data-language="js">')
    expect(html).toMatch(/<span class="hl-keyword">const ?<\/span>/)
    expect(html).toMatch(/<span class="hl-comment">\/\/ c<\/span>/)
    expect(html).not.toContain('style')
  })

  it('is plain text if its language is unknown or missing', async () => {
    const { html, content } = await renderPost(
      '```xxd\n<00> & 1\n```\n\n```\nplain\n```\n\n    indented\n',
    )
    expect(html).toContain('data-language="xxd"><code>&#x3C;00> &#x26; 1</code>')
    expect(html).toContain('data-language="text"><code>plain</code>')
    expect(html).toContain('<code>indented</code>')
    expect(content.warnings).toEqual([])
  })

  it('accepts common aliases of languages', async () => {
    const { html } = await renderPost('```conf\n[Unit]\nType=oneshot\n```\n')
    expect(html).toMatch(/data-language="ini">.*\n<span class="hl-keyword">Type=/)
  })

  it('keeps its language if the post contains raw HTML', async () => {
    const { html } = await renderPost('<b>raw</b>\n\n```zsh\necho hi\n```\n')
    expect(html).toContain('<b>raw</b>')
    expect(html).toContain('data-language="zsh"')
  })
})

describe('an included file', () => {
  it('is never a document that isn’t published', async () => {
    const draft = '---\ntitle: D\ndraft: true\ndate: 2026-01-01\n---\nsecret\n'
    const message = await renderError('```md include=d.md\n```\n', { 'blog/d.md': draft })
    expect(message).toContain(`blog/post.md:${firstLine}: includes d.md, which isn't published`)
  })

  it('fails the build if it doesn’t exist or is outside the project', async () => {
    const message = await renderError(
      '```yaml include=/deploy/none.yaml\n```\n\n```text include=../../../etc/hostname\n```\n',
    )
    expect(message).toContain(
      `blog/post.md:${firstLine}: includes /deploy/none.yaml, which doesn't exist`,
    )
    expect(message).toContain(`blog/post.md:${firstLine + 3}: includes ../../../etc/hostname`)
  })

  it('is shown with its name, and read again when it changes', async () => {
    const { html, folder } = await renderPost('```yaml include=./job.yaml\n```\n', {
      'blog/job.yaml': 'kind: CronJob\n',
    })
    expect(html).toContain('<figcaption><code>job.yaml</code></figcaption>')
    expect(html).toContain('kind: ')
    await folder.write('blog/job.yaml', 'kind: Deployment\n')
    const again = await folder.open()
    const [post] = again.posts
    if (post === undefined) throw new Error('There is no post')
    expect((await again.readBody(post)).html).toContain('Deployment')
  })
})

describe('a graph', () => {
  it('fails the build with the line of a syntax error', async () => {
    const message = await renderError('Text.\n\n```dot\ndigraph {\n  a -> \n}\n```\n')
    expect(message).toContain(
      `blog/post.md:${firstLine + 5}: the graph can't be drawn: syntax error`,
    )
  })

  it('is code, with an error, in a running site where nothing can be drawn', async () => {
    const folder = await writeContentFolder({
      'blog/0.md': '---\ndate: 2021-02-07\n---\n```dot\ndigraph { a -> \n```\n',
    })
    const content = await folder.start()
    const [post] = content.posts
    if (post === undefined) throw new Error('No post')
    const { html } = await content.readBody(post)
    expect(html).toMatch(/<pre class="code"[^>]*data-language="dot"/)
    expect(content.errors).toMatchObject([{ file: 'blog/0.md', line: 6 }])
  })

  it.each([
    ['a [shape=nosuch]', 'unknown shape nosuch'],
    ['a [style=weird]', 'unsupported style weird'],
    ['a [color=blub]', 'blub is not a known color'],
    ['a -> b [arrowhead=zz]', 'Arrow type "zz" unknown'],
    ['a [fontname="Comic Sans"]', 'font Comic Sans was replaced'],
    ['a [image="https://x.example/a.png"]', 'while opening https://x.example/a.png'],
    ['a:nope -> b', 'port nope unrecognized'],
    ['splines=foo; a', '"splines" value: "foo"'],
    ['a [label=<<b>x</i>>]', 'mismatched tag'],
  ])('is drawn with a warning, each time: %s', async (code, warning) => {
    const markdown = `Text.\n\n\`\`\`dot\ndigraph { ${code} }\n\`\`\`\n`
    for (const _ of ['first', 'again']) {
      const { html, content } = await renderPost(markdown)
      expect(html).toContain('<svg')
      const [issue] = content.warnings
      expect(issue?.message).toContain(warning)
      expect(issue?.line).toBeGreaterThanOrEqual(firstLine + 2)
    }
  })

  it.each([
    ['Küche 21 °C', 0.45],
    ['a – b', 0.4],
    ['Температура стола', 0.55],
    ['漢字テスト漢字テスト漢字テスト', 1],
    ['서버 상태를 확인합니다', 0.9],
    ['😀😀😀😀😀😀', 1.3],
  ])('has boxes as wide as their text: %s', async (label, em) => {
    const { html, content } = await renderPost(
      `\`\`\`dot\ndigraph { node [shape=box]; x [label="${label}"]; "${label}" -> x }\n\`\`\`\n`,
    )
    expect(content.warnings).toEqual([])
    expect(html).toContain(`>${label}</text>`)
    expect(html).toContain(`<desc>${label} to ${label}</desc>`)
    for (const [, points = ''] of html.matchAll(/<polygon fill="none"[^>]*points="([^"]+)"/g)) {
      const xs = points.split(' ').map((point) => Number(point.split(',')[0]))
      const width = Math.max(...xs) - Math.min(...xs)
      expect(width).toBeGreaterThanOrEqual([...label].length * em * 14)
      expect(width).toBeLessThan([...label].length * em * 14 * 1.5 + 40)
    }
  })

  it('has letters of at least 12 pixels', async () => {
    const { html } = await renderPost(
      '```dot\ndigraph { node [fontsize=6 width=0 height=0 margin=0]; a -> b }\n```\n',
    )
    const [, viewWidth = '', width = ''] =
      /viewBox="\S+ \S+ (\S+) [^"]*" width="(\d+)"/.exec(html) ?? []
    expect((6 * Number(width)) / Number(viewWidth)).toBeGreaterThanOrEqual(12)
  })

  it('is drawn in the page’s colour, with title and description, scrolls, and says its caption once', async () => {
    const { html } = await renderPost(
      '```dot: How a log travels\ndigraph { a [label="Fluent Bit"]; a -> b [label="sends"] }\n```\n',
    )
    expect(html).toContain(
      '<figure class="diagram" aria-label="Figure 1"><div class="scroll" tabindex="0" role="group" aria-label="Diagram">',
    )
    expect(html).toContain('<title>Fluent Bit, b</title><desc>Fluent Bit to b (sends)</desc>')
    expect(html.match(/How a log travels/g)).toHaveLength(1)
    expect(html).toContain('<figcaption>How a log travels</figcaption>')
    expect(html).toContain('stroke="currentColor"')
    expect(html).not.toMatch(/"black"|style=|<!--/)
  })

  it('shares no id with another graph on the page', async () => {
    const graph = '```dot\ndigraph { a [style=filled fillcolor="red:blue"]; a -> b }\n```\n'
    const { html } = await renderPost(`${graph}\n${graph}`)
    const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id)
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(2)
    for (const id of ids) expect(html).toContain(`url(#${id})`)
    expect(html).toMatch(/<stop [^>]*stop-color="red"/)
    expect(html).not.toContain('class="i-')
  })

  it('keeps its links accessible', async () => {
    const { html } = await renderPost('```dot\ndigraph { a [URL="https://x.example/"] }\n```\n')
    expect(html).toMatch(/<svg [^>]*role="group"/)
    expect(html).toContain('<a xlink:href="https://x.example/"><ellipse')
  })

  it('is legible on dark and light pages', async () => {
    const { html } = await renderPost(
      '```dot\ndigraph { a [style=filled fillcolor=lightgrey]; b [style=filled fillcolor=navy fontcolor=white]; c [style=filled fillcolor=lightblue]; b -> c [color=red] }\n```\n',
    )
    expect(html).toMatch(
      /<ellipse fill="currentColor" stroke="currentColor"[^>]* fill-opacity="0.1"/,
    )
    expect(html).toMatch(/<ellipse fill="navy"(?![^>]*fill-opacity)/)
    expect(html).toMatch(/<text[^>]* fill="white"/)
    expect(html).toMatch(/<ellipse fill="lightblue"[^>]* fill-opacity="0.25"/)
    expect(html).toMatch(/<polygon fill="red" stroke="red"(?![^>]*fill-opacity)/)
  })
})
