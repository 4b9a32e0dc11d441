import { expect, it } from 'vitest'
import { firstLine, renderPost } from '../render.fixture.ts'

const warningsOf = async (markdown: string) => {
  const { content } = await renderPost(markdown)
  return content.warnings.map(({ line, message }) => `${(line ?? 0) - firstLine + 1}: ${message}`)
}

const works: [mark: string, markdown: string, html: string | RegExp][] = [
  ['marked words', 'It is ==very **hot**== here.\n', '<mark>very <strong>hot</strong></mark> here'],
  ['an exponent', 'The 1^st^ is 10 m^2^ large.\n', '1<sup>st</sup> is 10 m<sup>2</sup> large'],
  ['an index', 'Water is H~2~O.\n', 'H<sub>2</sub>O'],
  ['text struck through with one tilde', 'It is ~not this~ that.\n', '<del>not this</del>'],
  ['a heading’s own id', '## Wiring it {#wires}\n\n[a](#wires)\n', '<h2 id="wires">'],
  ['a heading’s own id of Kramdown', '## Wiring it {: #wires }\n', '<h2 id="wires">'],
  [
    'a definition',
    'Nozzle\n: Where it is *hot*.\n: Made of brass.\n',
    /<dl>\s*<dt>Nozzle<\/dt>\s*<dd>Where it is <em>hot<\/em>\.<\/dd>\s*<dd>Made of brass\.<\/dd>\s*<\/dl>/,
  ],
  [
    'definitions with empty lines',
    'Nozzle\n\n: Hot.\n\nBed\n\n: Warm.\n',
    /<dl>\s*<dt>Nozzle<\/dt>\s*<dd>Hot.<\/dd>\s*<dt>Bed<\/dt>\s*<dd>Warm.<\/dd>\s*<\/dl>/,
  ],
  [
    'an admonition',
    '!!! warning "Hot *end*"\n    Do **not** touch.\n\n    - a\n\nAfter.\n',
    /<aside class="callout callout-warning">\s*<p class="callout-title">Hot <em>end<\/em><\/p>\s*<p>Do <strong>not<\/strong> touch.<\/p>\s*<ul>[\s\S]*<\/aside>\s*<p>After/,
  ],
  [
    'a folded admonition',
    '??? note\n    Text.\n',
    /<details class="callout callout-note">\s*<summary class="callout-title">Note<\/summary>/,
  ],
  [
    'an admonition in a list',
    '- One\n\n    !!! tip\n        Inner.\n',
    /<li>\s*<p>One<\/p>\s*<aside class="callout callout-tip">/,
  ],
  [
    'an admonition in another',
    '!!! note\n    Outer.\n\n    !!! tip\n        Inner.\n',
    /callout-note[\s\S]*callout-tip">[\s\S]*Inner/,
  ],
  [
    'a container',
    ':::tip Use *glue*\nIt holds.\n:::\nAfter.\n',
    /<aside class="callout callout-tip">\s*<p class="callout-title">Use <em>glue<\/em><\/p>\s*<p>It holds.<\/p>\s*<\/aside>\s*<p>After/,
  ],
  ['a container with a label', '::: warning[Mind it]\nText.\n:::\n', /callout-title">Mind it<\/p>/],
  [
    'a container of Quarto',
    '::: {.callout-note title="Mind it"}\nText.\n:::\n',
    /callout-title">Mind it<\/p>/,
  ],
  [
    'a container in another',
    '::::note\n:::tip\nInner.\n:::\nOuter.\n::::\n',
    /callout-note[\s\S]*callout-tip[\s\S]*Inner[\s\S]*Outer/,
  ],
  [
    'folded details',
    ':::details More\nText.\n:::\n',
    /<details class="callout callout-note">\s*<summary class="callout-title">More/,
  ],
]

it.each(works)('%s works', async (_mark, markdown, html) => {
  const { html: rendered, content } = await renderPost(markdown)
  expect(rendered.replace(/<a class="anchor"[^>]*>|<\/a>/g, '')).toMatch(html)
  expect(content.warnings).toEqual([])
})

it('a footnote within the text is one at its end, with nested brackets and links', async () => {
  const { html, content } = await renderPost(
    'One^[A *note* [1], see [a](https://a.example).] and two^[Another].\n\n[^x]: Third.\n\nThree[^x].\n',
  )
  expect(content.warnings).toEqual([])
  expect(html).toContain('A <em>note</em> [1], see <a href="https://a.example">a</a>.')
  expect(html).not.toContain('^[')
  expect(html.match(/data-footnote-ref/g)).toHaveLength(3)
})

it.each(['[TOC]', '[[toc]]', '[[_TOC_]]', '* TOC\n{:toc}', '{{< toc >}}', '@[toc]'])(
  'a mark for a table of contents is left out, since the page has one: %s',
  async (mark) => {
    const { html, content } = await renderPost(`First.\n\n${mark}\n\nLast.\n`)
    expect(html.replace(/\s+/g, '')).toBe('<p>First.</p><p>Last.</p>')
    expect(content.warnings).toEqual([])
  },
)

it.each(['more', 'truncate', 'end_excerpt', 'PELICAN_END_SUMMARY', 'TEASER_END'])(
  'the excerpt ends where another program’s mark says: %s',
  async (mark) => {
    const { excerptText } = await renderPost(`One.\n\nTwo.\n\n<!-- ${mark} -->\n\nThree.\n`)
    expect(excerptText).toBe('One. Two.')
  },
)

it('are text in code, and where they are only similar', async () => {
  const plain =
    'If a==b or c == d: ^_^ and 2^10, ~ 5, {x}, {#, 10:30: yes, `==a==` `x^2^` `^[a]` `{#id}`.\n\n```\n!!! note\n    a\n:::tip\n[TOC]\n:::\nTerm\n: b\n```\n\n    !!! note\n    ==x==\n'
  const { html, content } = await renderPost(plain)
  expect(content.warnings).toEqual([])
  expect(html).not.toMatch(/<mark|<sup|<sub|<aside|<dl|<details/)
  for (const mark of ['a==b', '^_^', '2^10', '{x}', '10:30: yes', '!!! note', ':::tip', '[TOC]'])
    expect(html).toContain(mark)
})

it('keep the lines of warnings behind them', async () => {
  const boxes = '!!! note\n    a\n\n:::tip\nb\n:::\n\n[TOC]\n\nTerm\n: def\n\nA ==b== c^[d].\n\n'
  const line = boxes.split('\n').length
  expect(await warningsOf(`${boxes}{{ x }}\n`)).toEqual([expect.stringMatching(`^${line}: `)])
  expect(await warningsOf('One.\n\nTwo ==three== four\nfive {{ x }} six.\n')).toEqual([
    expect.stringMatching('^4: '),
  ])
})

it('take linear time, whatever opens without an end', async () => {
  const { html } = await renderPost(
    `${'==a '.repeat(5000)}\n\n${'^[b '.repeat(5000)}\n\n${':::note\n'.repeat(500)}\n\n${'!!! note\n'.repeat(500)}`,
  )
  expect(html).toContain('==a')
}, 20_000)
