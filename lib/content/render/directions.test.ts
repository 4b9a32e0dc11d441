import { expect, it } from 'vitest'
import { renderPost } from '../render.fixture.ts'

it('a paragraph in Hebrew or Arabic runs in its own direction, also in feeds, next to others', async () => {
  const { html, feedHtml } = await renderPost(
    '## שלום\n\nמגדל (v2).\n\n- مرحبا\n\nEnglish.\n\n```\nשלום\n```\n',
  )
  for (const one of [html, feedHtml]) {
    expect(one).toContain('<p dir="auto">מגדל (v2).</p>')
    expect(one).toContain('<li dir="auto">')
    expect(one).toMatch(/<h2[^>]* dir="auto"/)
    expect(one).not.toMatch(/<pre[^>]* dir=/)
  }
})

it('a text without such letters has no directions', async () => {
  const { html } = await renderPost('## Grüße\n\nText, 文.\n')
  expect(html).not.toContain('dir=')
})
