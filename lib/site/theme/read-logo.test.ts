import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { writeFiles } from '../../../e2e/write-files.ts'
import { readLogo } from './read-logo.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'content-'))
  const create = { width: 60, height: 20, channels: 3, background: '#123456' } as const
  await writeFiles(join(folder, 'public'), {
    'box.svg': '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 12"/>',
    'sides.svg': '<svg width="90px" height="30px"></svg>',
    'none.svg': '<svg></svg>',
    'logo.png': await sharp({ create }).png().toBuffer(),
    'not.png': 'GIF89a',
  })
})
afterAll(() => rm(folder, { recursive: true }))

it.each([
  ['/box.svg', 24, 12],
  ['/sides.svg', 90, 30],
  ['/logo.png', 60, 20],
])('%s takes its room before it is loaded', async (file, width, height) => {
  const logo = { src: file, width, height, isPortrait: false }
  expect(await readLogo(folder, file, null)).toEqual({ logo })
})

it('the portrait is the photo of the author', async () => {
  const found = await readLogo(folder, 'portrait', '/me.jpg')
  expect(found).toMatchObject({ logo: { src: '/me.jpg', isPortrait: true } })
})

it.each([
  ['portrait', 'set author.photo'],
  ['/gone.svg', 'put one at content/public/gone.svg'],
  ['/none.svg', 'export the file again'],
  ['/not.png', 'export the file again'],
])('%s can’t be used, and the error says what to do', async (given, advice) => {
  expect(await readLogo(folder, given, null)).toEqual({ error: expect.stringContaining(advice) })
})
