import sharp from 'sharp'
import { expect, it } from 'vitest'
import { writeContentFolder } from '../content-folder.fixture.ts'
import { listFeedEntries } from './list-posts.ts'

it('an entry of a feed has the picture of its post unless it is an SVG, and the page that it responds to', async () => {
  const png = await sharp({ create: { width: 6, height: 2, channels: 3, background: 'red' } })
    .png()
    .toBuffer()
  const folder = await writeContentFolder({
    'blog/0.md': '---\ndate: 2021-02-07\nin-reply-to: https://b.example/\n---\n![a](a.png)\n',
    'blog/1.md': '---\ndate: 2021-02-06\n---\n![a](a.svg)\n',
    'blog/2.md': '---\ndate: 2021-02-05\n---\nBeyond the limit.\n',
    'blog/a.png': png,
    'blog/a.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="6" height="2"></svg>',
  })
  expect(await listFeedEntries(await folder.open(), 2)).toMatchObject([
    {
      image: expect.stringMatching(/^https:\/\/site\.example\/assets\/a-\w+-6\.jpg$/),
      externalUrl: 'https://b.example/',
    },
    { image: null, externalUrl: null },
  ])
})
