import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { getCustomCss } from './custom-css.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'content-'))
})
afterEach(() => rm(folder, { recursive: true }))

it('the owner’s style sheet has a new address when it changes, and none without a file', async () => {
  const file = join(folder, 'custom.css')
  expect(getCustomCss(folder)).toBeNull()
  await writeFile(file, 'a{}')
  const first = getCustomCss(folder)
  expect(first?.body.toString()).toBe('a{}')
  expect(getCustomCss(folder)).toBe(first)
  await writeFile(file, 'body{}')
  const second = getCustomCss(folder)
  expect(second?.body.toString()).toBe('body{}')
  expect(second?.url).toMatch(/^\/custom\.css\?v=[\w-]{10}$/)
  expect(second?.url).not.toBe(first?.url)
  await rm(file)
  expect(getCustomCss(folder)).toBeNull()
})
