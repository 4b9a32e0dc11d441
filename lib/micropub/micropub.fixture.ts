import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeEach, expect } from 'vitest'
import { createContentReader } from '#lib/content/read/read-content.ts'
import { createIdleProcess } from '#lib/core/idle-process.ts'
import type { NewLogEntry } from '#lib/core/log-entry.ts'
import { createMicropub, type Micropub, type MicropubParts } from './micropub.ts'
import type { PhotoAnswer, PhotoJob } from './photos.ts'
import { type Properties, parseFormProperties } from './properties.ts'

/* What apps write is read by the same reader as the owner's files. The pictures are real. */

export const siteUrl = 'https://example.org'
export const timeZone = 'America/Los_Angeles'
export let contentDir = ''
export let micropub: Micropub
export let log: NewLogEntry[]
export let nowMs = 0

export const cleaner = createIdleProcess<PhotoJob, PhotoAnswer>({
  path: 'lib/micropub/photo-process.ts',
  compileCacheDir: join(tmpdir(), 'compiled-photos'),
  timeoutMs: 60_000,
})
afterAll(cleaner.close)

export const read = () => createContentReader(contentDir, timeZone)(new Date(nowMs))

export async function shown() {
  const { posts, withdrawn } = await read()
  const published = posts.filter(({ isDraft }) => !isDraft)
  return { posts: published, unlisted: [], withdrawn }
}

export function open(dir = contentDir, parts: Partial<MicropubParts> = {}): Micropub {
  return createMicropub({
    contentDir: dir,
    siteUrl,
    getTimeZone: () => timeZone,
    getContent: shown,
    waitUntilShown: async (isShown) => isShown === null || isShown(await shown()),
    clean: cleaner.run,
    record: async (entry) => void log.push(entry),
    now: () => new Date(nowMs),
    ...parts,
  })
}

beforeEach(async () => {
  nowMs = Date.parse('2026-11-22T16:30:00Z')
  contentDir = await mkdtemp(join(tmpdir(), 'micropub-'))
  log = []
  micropub = open()
  return () => rm(contentDir, { recursive: true, force: true })
})

export const author = { appName: 'Writer', isDrafting: false }
export const form = (text: string) => parseFormProperties([...new URLSearchParams(text)])
export const create = async (given: Properties, uploads: string[] = []) =>
  (await micropub.create(author, given, uploads)).url
export const textOf = (file: string) => readFile(join(contentDir, file), 'utf8')
export async function postAt(url: string) {
  const { posts, errors, warnings } = await read()
  expect(errors).toEqual([])
  const post = posts.find(({ path }) => siteUrl + path === url)
  if (post === undefined) throw new Error(`${url} is not there`)
  return { ...post, warnings }
}
export async function put(file: string, text: string): Promise<void> {
  await mkdir(join(contentDir, dirname(file)), { recursive: true })
  await writeFile(join(contentDir, file), text)
}

export async function makePhoto(): Promise<string> {
  const path = join(contentDir, `upload-${Math.random()}`)
  const image = sharp({ create: { width: 400, height: 300, channels: 3, background: 'teal' } })
  const exif = {
    IFD0: { Model: 'Phone', Orientation: '6' },
    IFD3: { GPSLatitude: '51/1 30/1 0/1', GPSLatitudeRef: 'N' },
  }
  await image.withExif(exif).withMetadata({ orientation: 6, exif }).jpeg().toFile(path)
  return path
}

export function passTime(ms: number): void {
  nowMs += ms
}

export function setTime(at: string): void {
  nowMs = Date.parse(at)
}
