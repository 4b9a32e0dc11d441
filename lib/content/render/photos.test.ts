import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { writeContentFolder } from '../content-folder.fixture.ts'
import { getPost } from '../model/get-documents.ts'
import type { DocumentBody, Post } from '../model/types.ts'

async function renderNote(front: string, text = '', files = {}): Promise<Post & DocumentBody> {
  const markdown = `---\ndate: 2021-02-07 10:00:00-08:00\nordinal: 0\n${front}---\n${text}`
  const folder = await writeContentFolder({ 'blog/note.md': markdown, ...files })
  const post = await getPost(await folder.open(), '/2021/02/07/0/note')
  if (post === null) throw new Error('The note has no permalink')
  return post
}

const jpeg = await sharp({ create: { width: 60, height: 40, channels: 3, background: 'red' } })
  .jpeg()
  .toBuffer()

describe('a post of pictures', () => {
  it('fails the build with the line that names a missing picture', async () => {
    await expect(renderNote('photo:\n- none.jpg\n')).rejects.toThrow(
      "blog/note.md:5: shows none.jpg, which doesn't exist",
    )
    await expect(renderNote('photo: {alt: words alone}\n')).rejects.toThrow(
      'blog/note.md:4: photo has to be a file next to this one, or {src: a.jpg, alt: what it shows}',
    )
  })

  it('shows them above its text, as figures with u-photo', async () => {
    const files = { 'blog/a.jpg': jpeg, 'blog/b.jpg': jpeg }
    const front = 'photo:\n- a.jpg\n- src: b.jpg\n  alt: A second one\n'
    const { html, cover, excerptText } = await renderNote(front, 'Words.\n', files)
    expect(html).toMatch(
      /^<figure><a class="enlarge"[\s\S]*<\/figure><figure[^>]*>[\s\S]*<p>Words\./,
    )
    expect(html.match(/<img [^>]*class="u-photo[ "]/g)).toHaveLength(2)
    expect(html).toContain('<figcaption aria-hidden="true">A second one</figcaption>')
    expect(cover).toMatchObject({ width: 60, height: 40 })
    expect(excerptText).toBe('Words.')
  })

  it('has the picture’s alt as label if it has no text', async () => {
    const photo = 'photo: {src: a.jpg, alt: "The sea, early"}\n'
    const { label, title } = await renderNote(photo, '', { 'blog/a.jpg': jpeg })
    expect({ label, title }).toEqual({ label: 'The sea, early', title: null })
  })
})

describe('a post that responds to another page', () => {
  it('has to give a URL', async () => {
    await expect(renderNote('in-reply-to: that post of yours\n')).rejects.toThrow(
      'blog/note.md:4: in-reply-to has to be an address with http(s)://',
    )
  })

  it('has the URLs in either spelling, and those of its copies', async () => {
    const { responses, syndicationUrls, location } = await renderNote(
      'in-reply-to: https://www.other.example/a/?x=1\nlikeOf:\n- https://b.example/\nsyndication: https://social.example/@r/1\nlocation: Oakland\n',
    )
    expect(responses).toMatchObject([
      { kind: 'in-reply-to', url: 'https://www.other.example/a/?x=1', label: 'other.example/a' },
      { kind: 'like-of', url: 'https://b.example/', label: 'b.example' },
    ])
    expect({ syndicationUrls, location }).toEqual({
      syndicationUrls: ['https://social.example/@r/1'],
      location: 'Oakland',
    })
  })

  it('without text has a label in lists, and says in feeds what it responds to', async () => {
    const { label, html, feedHtml } = await renderNote('like-of: https://b.example/post\n')
    expect(label).toBe('Likes b.example/post')
    expect(html).toBe('')
    expect(feedHtml).toBe('<p>Likes <a href="https://b.example/post">b.example/post</a></p>')
  })
})
