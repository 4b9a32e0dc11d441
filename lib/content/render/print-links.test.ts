import { expect, test } from 'vitest'
import { renderPost } from '../render.fixture.ts'

const placeOf = (href: string, label: string) =>
  `<p class="print-embed"><a href="${href}">${label}</a></p>`

test.each([
  ['a picture', '![](/printers/1/prints/12)', placeOf('/printers/1/prints/12', 'Print 12')],
  [
    'one with words',
    '![A boat](/printers/1/prints/12)',
    placeOf('/printers/1/prints/12', 'A boat'),
  ],
  ['a path alone', '/printers/1/prints/12', placeOf('/printers/1/prints/12', 'Print 12')],
  [
    'an address alone',
    'https://example.org/printers/1/prints/12',
    placeOf('https://example.org/printers/1/prints/12', 'Print 12'),
  ],
])('%s is the place of a print', async (_, markdown, html) => {
  const post = await renderPost(`Words.\n\n${markdown}\n\nMore.\n`)
  expect(post.html).toBe(`<p>Words.</p>\n${html}\n<p>More.</p>`)
  expect(post.feedHtml).toContain('<p class="print-embed"><a href="https://')
  expect(post.pictures).toEqual([])
})

test('pictures of prints on lines of their own are a place each', async () => {
  const { html } = await renderPost('![](/printers/1/prints/1)\n![](/printers/1/prints/2)\n')
  expect(html.match(/class="print-embed"/g)).toHaveLength(2)
})

test.each([
  '![](/printers/1/prints/12) and words',
  'See /printers/1/prints/12 for more.',
  '[My boat](/printers/1/prints/12)',
  '[https://example.org/printers/1/prints/12](https://elsewhere.example/)',
  '/printers/1/prints',
  '`/printers/1/prints/12`',
])('%s stays what it is', async (markdown) => {
  expect((await renderPost(`${markdown}\n`)).html).not.toContain('print-embed')
})
