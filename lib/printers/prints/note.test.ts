import { describe, expect, test } from 'vitest'
import { maxNoteLength } from '#lib/api/admin-prints.ts'
import { makeLinksAbsolute, parseNote, renderNote, toPlainText } from './note.ts'

const render = async (markdown: string) => (await renderNote(markdown)).html

describe('a note in Markdown', () => {
  test('has emphasis, links, lists, quotes and code', async () => {
    expect(await render('A *lamp* for [the shelf](/blog/shelf).\n\n- `PETG`\n- 0.2 mm')).toBe(
      '<p>A <em>lamp</em> for <a href="/blog/shelf">the shelf</a>.</p>\n' +
        '<ul>\n<li><code>PETG</code></li>\n<li>0.2 mm</li>\n</ul>',
    )
  })

  test.each([
    ['<script>alert(1)</script>', '<script'],
    ['<img src=x onerror=alert(1)>', '<img'],
    ['[x](javascript:alert(1))', 'javascript:'],
    ['[x](data:text/html,1)', 'data:'],
    ['<javascript:alert(1)>', 'href="j'],
    ['![x](https://example.com/spy.gif)', '<img'],
    ['# A heading', '<h1'],
    ['A heading\n===', '<h1'],
    ['[x](/a "q\\" onclick=\\"alert(1)")', ' onclick="'],
  ])('%s: only text', async (markdown, dangerous) => {
    expect(await render(markdown)).not.toContain(dangerous)
  })

  test('has absolute links in feeds', async () => {
    const html = await render('[a](/b?c&d) [e](f) [g](https://h.example/) "href="/i"')
    expect(makeLinksAbsolute(html, 'https://example.org/printers/1/prints/7')).toBe(
      '<p><a href="https://example.org/b?c&amp;d">a</a> <a href="https://example.org/printers/1/prints/f">e</a> ' +
        '<a href="https://h.example/">g</a> &quot;href=&quot;/i&quot;</p>',
    )
  })

  test('is one line of plain text where text is due', async () => {
    expect(toPlainText(await render('A *lamp*\n& "shelf"\n\n- a < b\n- `<b>`'))).toBe(
      'A lamp & "shelf" a < b <b>',
    )
  })

  test('is stored without characters that change what is around it, and is not empty or too long', () => {
    expect(parseNote(' a\u202Eb\u0000\r\nc\tü ')).toBe('ab\nc\tü')
    expect(parseNote('\u202E \n')).toBeNull()
    expect(parseNote('x'.repeat(maxNoteLength))).toHaveLength(maxNoteLength)
    expect(parseNote('x'.repeat(maxNoteLength + 1))).toBeNull()
  })
})
