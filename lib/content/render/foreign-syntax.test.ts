import { describe, expect, it } from 'vitest'
import { writeContentFolder } from '../content-folder.fixture.ts'

const front = '---\ntitle: T\ndate: 2026-01-02\n---\n'

async function render(markdown: string, files: Record<string, string | Buffer> = {}) {
  const folder = await writeContentFolder({ 'blog/x.md': front + markdown, ...files })
  const content = await folder.start()
  const post = content.posts.find(({ file }) => file === 'blog/x.md')
  if (post === undefined) throw new Error('not rendered')
  const { html, feedHtml } = await content.readBody(post)
  const warnings = content.warnings.map(({ line, message }) => `${line}: ${message}`)
  return { html, feedHtml, warnings, errors: content.errors, search: await content.readText(post) }
}

describe('marks of other programs', () => {
  it.each([
    ['{{< figure src="a.jpg" >}}', 'a shortcode of Hugo'],
    ['{{% note %}}Text{{% /note %}}', 'a shortcode of Hugo'],
    ['{% include a.html %}', 'a tag of Liquid or Nunjucks'],
    ['See {{ site.baseurl }} there.', 'a variable of a template'],
    ['[a]({{ site.url }}/x)', 'a variable of a template'],
    ['A paragraph.\n{: .lead}', 'is an attribute list; it is left out'],
    [':::tabs\nHot.\n:::', 'a container'],
    [':::warning\nwithout an end', 'a container'],
    ['<% if (x) { %>Text<% } %>', 'a tag of a template'],
    ['::youtube[dQw4w9WgXcQ]', 'a directive'],
    ['Press :kbd[Ctrl] now.', 'a directive'],
    ['*[HTML]: Hyper Text Markup Language', 'an abbreviation'],
    ['It is {++new++} text.', 'a mark of CriticMarkup'],
    ['As shown [@smith04, p. 3].', 'a citation'],
    ['=== "Linux"\n\n    Text', 'a tab of MkDocs'],
    ['--8<-- "file.md"', 'a snippet of MkDocs'],
    ['\\\\newpage', 'a command of LaTeX'],
    ['[gallery ids="1,2"]', 'a shortcode of WordPress'],
    ['```mermaid\ngraph TD\n```', 'a block of mermaid is shown as code'],
    ['```{note}\nText\n```', 'a block of {note} is shown as code'],
    ['A paragraph.\n{.lead}', '"{.lead}" is an attribute list; it is left out'],
    ['## Title {.big}', '"{.big}" is an attribute list; it is left out'],
    ['[a](https://a.example){target=_blank}', 'is an attribute list; it is left out'],
    ["import Chart from '../chart.js'", 'a line of MDX'],
    ['export const a = 1', 'a line of MDX'],
    ['<Chart data={x} />', 'is no element of HTML'],
    ['<Tabs>\n\nText\n\n</Tabs>', 'is no element of HTML'],
  ])('give a warning with the line, and no text is lost: %s', async (markdown, words) => {
    const { warnings } = await render(`First.\n\n${markdown}\n`)
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toContain(words)
    expect(Number(warnings[0]?.split(':')[0])).toBeGreaterThan(6)
  })

  it('are no marks within code', async () => {
    const { html, warnings } = await render(
      'Write `{{ x }}`, `[[a]]`, `%% b %%` and `![a](b c.png)`:\n\n```\n{% if %} [[a]] %% b %% :::\nimport a from "b"\n> [!note]\n```\n',
    )
    expect(warnings).toEqual([])
    expect(html).toContain('%% b %%')
    expect(html).toContain('[[a]]')
  })
})

it.each([
  '{% comment %}secret{% endcomment %}',
  '{%- comment note -%}\nsecret\n\n- secret\n{%- endcomment -%}',
  '{% # secret %}',
  '{# secret\n\nsecret #}',
  '{{/* secret */}}',
  '{{- /* secret */ -}}',
  '{{< comment >}}secret{{< /comment >}}',
  '{{% comment %}}\n```\nsecret\n```\n{{% /comment %}}',
  '{{!-- secret --}}',
  '{{! secret }}',
  '{/* secret */}',
  '{/*\nsecret\n\nsecret\n*/}',
  '{>>secret<<}',
  '{::comment}\nsecret\n{:/comment}',
  '{::comment}secret{:/}',
  '> a {/* secret */} b',
  '%% {/* secret %%',
])('never publishes what another program takes for a remark: %s', async (remark) => {
  const { html, feedHtml, search, warnings } = await render(
    `Before.\n\n${remark}\n\nBetween ${remark.includes('\n') ? '' : remark} words.\n\nLast.\n`,
  )
  for (const text of [html, feedHtml, search]) {
    expect(text).toContain('Before.')
    expect(text).not.toContain('secret')
    expect(text).toMatch(/words\.[\s\S]*Last\./)
  }
  expect(warnings).toEqual([])
})

it('shows no remark whose end is missing, and no code as a remark', async () => {
  const { html, warnings } = await render(
    '`{/* a */}` and `{{< comment >}}`\n\n```\n{# b #}\n```\n\n## Wires {#wires}\n\n{% comment %}\nsecret\n\n`{% endcomment %}`\n',
  )
  for (const text of ['{/* a */}', '{{&#x3C; comment >}}', '{# b #}', 'id="wires"'])
    expect(html).toContain(text)
  expect(html).not.toContain('secret')
  expect(warnings).toEqual([
    '13: {% comment %} begins a remark without an end; all after it is left out',
  ])
})

it('never publishes a private remark, wherever it is', async () => {
  const { html, feedHtml, search, warnings } = await render(
    'Before %%secret one%% after.\n\n%%\nsecret two\n\n- secret three\n%%\n\n<!-- secret four -->\nLast.\n',
  )
  for (const text of [html, feedHtml, search]) {
    expect(text).not.toContain('secret')
    expect(text).toContain('Last.')
  }
  expect(warnings).toEqual([])
})

it.each(['%%secret%% Words.', '> %%secret%% Words.', '- %%secret%% Words.'])(
  'makes no code of the words after a remark: %s',
  async (text) => {
    const { html } = await render(text)
    expect(html).toContain('Words.')
    expect(html).not.toMatch(/secret|<code/)
  },
)

it('takes doubled percent signs behind a number for text', async () => {
  const { html } = await render('50%% off, 20%% more, and %%secret%% last.\n')
  expect(html).toContain('50%% off, 20%% more, and')
  expect(html).not.toContain('secret')
})

it('leaves out all after a remark that has no end, with a warning', async () => {
  const { html, warnings } = await render('Text, 100 %% sure.\n\n%% secret\n\nsecret too\n')
  expect(html).toContain('100 %% sure')
  expect(html).not.toContain('secret')
  expect(warnings).toHaveLength(1)
})

describe('callouts', () => {
  it('are asides with their title and their kind', async () => {
    const { html } = await render('> [!WARNING]\n> Hot **end**.\n>\n> - a\n')
    expect(html).toContain('<aside class="callout callout-warning">')
    expect(html).toMatch(/<p class="callout-title">Warning<\/p>\s*<p>Hot <strong>end<\/strong>/)
    expect(html).toContain('<li>a</li>')
  })

  it('may have a title of their own and be folded', async () => {
    const { html } = await render('> [!tip]- Use *glue*\n> It holds.\n')
    expect(html).toMatch(
      /<details class="callout callout-tip">\s*<summary class="callout-title">Use <em>glue<\/em>/,
    )
  })

  it('are not every quotation', async () => {
    const { html } = await render('> [a](https://a.example) said so.\n')
    expect(html).toContain('<blockquote>')
  })
})

describe('names in double brackets', () => {
  const files = {
    'blog/2025/03/04/0/lamp.md': '---\ntitle: A lamp\n---\n## Wiring it\n\nx\n',
    'pages/now.md': '---\ntitle: Now\n---\nx\n',
  }

  it('link to the document of that title or file', async () => {
    const { html, warnings } = await render(
      '[[A lamp]], [[lamp|the lamp]], [[A lamp#Wiring it]] and [[now]].\n',
      files,
    )
    expect(warnings).toEqual([])
    expect(html).toContain('<a href="/2025/03/04/0/lamp">A lamp</a>')
    expect(html).toContain('<a href="/2025/03/04/0/lamp">the lamp</a>')
    expect(html).toContain('href="/2025/03/04/0/lamp#wiring-it"')
    expect(html).toContain('<a href="/now">now</a>')
  })

  it('are text with a warning where there is no such document', async () => {
    const { html, warnings } = await render('First.\n\nSee [[a draft|my draft]].\n', {
      'blog/d.md': '---\ntitle: a draft\ndraft: true\ndate: 2026-01-01\n---\nsecret\n',
    })
    expect(html).toContain('See my draft.')
    expect(warnings).toEqual([
      expect.stringMatching(/^7: \[\[a draft\|my draft\]\] names no document/),
    ])
  })

  it('show a picture', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="6" height="2"/>'
    const { html, errors } = await render('![[my lamp.svg|The lamp]]\n', {
      'blog/my lamp.svg': svg,
    })
    expect(errors).toEqual([])
    expect(html).toMatch(/<img src="\/assets\/my-lamp-[^"]+" alt="The lamp"/)
  })
})

describe('names of files', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="6" height="2"/>'

  it('may have spaces', async () => {
    const { html, errors } = await render(
      '![Two words](my picture.svg)\n\n[the file](my file.pdf)\n',
      {
        'blog/my picture.svg': svg,
        'blog/my file.pdf': 'pdf',
      },
    )
    expect(errors).toEqual([])
    expect(html).toMatch(/<img src="\/assets\/my-picture-/)
    expect(html).toMatch(/<a href="\/assets\/my-file-/)
  })

  it('may be written in another form of Unicode than on the disk', async () => {
    const { errors, html } = await render('![a](größe.svg)\n'.normalize('NFC'), {
      ['blog/größe.svg'.normalize('NFD')]: svg,
    })
    expect(errors).toEqual([])
    expect(html).toMatch(/src="\/assets\/groe-[0-9a-f]{12}\.svg"/)
  })

  it('give a warning if they begin at the root and are not there', async () => {
    const { warnings } = await render(
      '![x](/assets/nowhere.png)\n\n<img src="/images/nowhere.jpg">\n',
    )
    expect(warnings).toEqual([
      expect.stringMatching(/^5: shows \/assets\/nowhere.png, which this site doesn't have/),
      expect.stringMatching(/^7: shows \/images\/nowhere.jpg/),
    ])
  })
})

it('reads formulas between <m> and </m>', async () => {
  const { html, warnings } = await render(
    'So <M>a_1 * b_2 * \\frac{1}{2}</M> holds.\n\n<m>x^2</m>\n',
  )
  expect(html).toContain('<math')
  expect(html).not.toContain('&lt;m')
  expect(html).not.toContain('<m>')
  expect(html).toContain('<mfrac>')
  expect(warnings).toEqual([])
})
