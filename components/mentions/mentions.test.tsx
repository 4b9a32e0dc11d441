import { mf2 } from 'microformats-parser'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import type { Mention, MentionContent } from '#lib/web-mentions/types.ts'
import { Mentions } from './mentions.tsx'

const target = 'https://us.example/post'
const sha256 = 'a'.repeat(64)
const content: MentionContent = {
  kind: 'reply',
  authorName: 'Ann',
  authorUrl: 'https://ann.example/',
  authorPhoto: 'https://ann.example/me.jpg',
  url: 'https://ann.example/1',
  text: 'Hello',
  publishedAt: null,
}
const show = (changes: Partial<MentionContent> = {}, avatar: string | null = sha256) => {
  const mention = { id: 1, source: 'https://ann.example/1', avatar }
  const shown = { ...mention, content: { ...content, ...changes } } as Mention // all that is shown
  return renderToStaticMarkup(
    <div className="h-entry">
      <Mentions mentions={[shown]} target={target} />
    </div>,
  )
}
const getProperties = (html: string) => mf2(html, { baseUrl: target }).items[0]?.properties

test.each(['reply', 'like'] as const)('a %s has its author’s photo, from this site', (kind) => {
  const html = show({ kind })
  expect(html).not.toContain('me.jpg')
  expect(html).toMatch(
    new RegExp(`<img alt="" [^>]*height="48" loading="lazy" src="/media/${sha256}/96.webp"`),
  )
  const properties = getProperties(html)
  const [author] = ((kind === 'reply' ? properties?.comment : properties?.like) ?? []).flatMap(
    (cite) => (typeof cite === 'object' && 'properties' in cite ? cite.properties.author : []),
  )
  expect(author).toMatchObject({
    type: ['h-card'],
    properties: {
      name: ['Ann'],
      url: ['https://ann.example/'],
      photo: [`https://us.example/media/${sha256}/96.webp`],
    },
  })
})

test.each([
  ['ann', 'A'],
  ['élodie', 'É'],
  ['@ben', 'B'],
  ['👩‍🚀 Cid', 'C'],
  ['👩‍🚀', '👩‍🚀'],
  [null, 'A'],
])('without a photo %s has an initial, which is no part of the name', (authorName, initial) => {
  const html = show({ authorName }, null)
  expect(html).not.toContain('<img')
  expect(html).toContain(`aria-hidden="true" class="mention-avatar">${initial}</span>`)
  const [comment] = getProperties(html)?.comment ?? []
  expect(comment).toMatchObject({
    properties: { author: [{ properties: { name: [authorName ?? 'ann.example'] } }] },
  })
})
