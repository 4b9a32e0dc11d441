import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ContentFolder, createContentFolder } from '#lib/content/content-folder.fixture.ts'
import { createOutbound } from '#lib/outbound/outbound.ts'
import { fetchPictures } from './fetch-pictures.ts'

let server: Server
let origin = ''
let requests = 0
let folder: ContentFolder
beforeAll(async () => {
  const png = await sharp({ create: { width: 40, height: 30, channels: 3, background: 'red' } })
    .png()
    .toBuffer()
  server = createServer((request, response) => {
    requests++
    if (request.url === '/a.png') response.end(png)
    else if (request.url === '/b.png') response.end('<svg xmlns="http://www.w3.org/2000/svg"/>')
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  origin = typeof address === 'object' ? `http://127.0.0.1:${address?.port}` : ''
  folder = await createContentFolder()
})
afterAll(async () => {
  server.close()
  await folder.remove()
})

describe('npm run images:fetch', () => {
  it('reports failures, keeps the other pictures, and fetches each only once', async () => {
    await folder.write('blog/0.md', `---\ndate: 2021-02-07\n---\n![a](${origin}/a.png)\n`)
    const before = await folder.open()
    expect(before.posts[0]?.cover?.url).toBe(`${origin}/a.png`)

    const urls = ['a.png', 'b.png', 'c.png'].map((name) => `${origin}/${name}`)
    const outbound = createOutbound({ homeHosts: [new URL(origin).host] })
    const report = await fetchPictures(
      folder.contentDir,
      [...urls, 'http://127.0.0.1:1/d.png'],
      outbound,
    )
    expect(report.fetched).toEqual([urls[0]])
    expect(report.failed.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('is not a picture of a supported format'),
      'the server responded with status 404',
      expect.stringContaining('is not a public address'),
    ])

    const record: unknown = JSON.parse(
      await readFile(join(folder.contentDir, 'remote/record.json'), 'utf8'),
    )
    expect(record).toHaveProperty(
      [urls[0] ?? '', 'file'],
      expect.stringMatching(/^remote\/\w{16}\.png$/),
    )
    const after = await folder.open()
    expect(after.posts[0]).toMatchObject({
      cover: { width: 40, height: 30 },
    })

    const requestsBefore = requests
    expect(await fetchPictures(folder.contentDir, urls.slice(0, 1), outbound)).toEqual({
      fetched: [],
      failed: [],
    })
    expect(requests).toBe(requestsBefore)
  })
})
