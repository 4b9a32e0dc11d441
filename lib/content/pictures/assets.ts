import { createHash } from 'node:crypto'
import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { slug as slugify } from 'github-slugger'
import { rememberFiles } from '../cache/file-memory.ts'
import { findFile } from '../cache/prune-cache.ts'
import { writeFileAtomic } from '../cache/write-file-atomic.ts'
import type { EncodedPicture } from './encode-picture.ts'

/** URL prefix of the content's own files. Their names contain a hash of their bytes, so they can be cached forever. */
export const assetPrefix = '/assets/'

interface PictureSource {
  type: string
  /** For `srcset`; `width` in pixels. */
  variants: { url: string; width: number }[]
}

export interface Picture {
  width: number
  height: number
  /** Best format first; every browser supports the last one. Empty for SVG and GIF, which are one file. */
  sources: PictureSource[]
  /** The largest variant in the format that every browser supports. */
  url: string
  /** 16 pixels wide, as a data URI. */
  placeholder: string | null
}

export interface Assets {
  /** Folder of the files, by the name in their URL. */
  directory: string
  /** Makes a picture's variants unless they exist. @throws what sharp throws */
  addPicture(path: string): Promise<Picture>
  /** Copies any other file under a name with its hash. @returns its URL path */
  addFile(path: string): Promise<string>
  /** Writes a generated text; `name` gives the extension. @returns its URL path */
  addText(name: string, text: string): Promise<string>
}

/** Loaded when there is something to encode: a build that finds all pictures in the cache doesn't load libvips. */
const encoder = () => import('./encode-picture.ts')

/** Part of every hash. Increase it when pictures are encoded differently. */
const encodingVersion = 'v1'

/** Stores the content's files in the cache folder, which survives from one build to the next. */
export function createAssets(cacheDir: string): Assets {
  const directory = join(cacheDir, 'assets')
  let lastEncoding: Promise<unknown> = Promise.resolve()

  const stemOf = rememberFiles('', async (path) => nameBytes(path, await readFile(path)))

  async function addFile(path: string): Promise<string> {
    const name = `${await stemOf(path)}${extname(path).toLowerCase()}`
    const target = join(directory, name)
    if (!(await findFile(target)))
      await writeFileAtomic(target, (temporary) => copyFile(path, temporary))
    return assetPrefix + name
  }

  async function addPicture(path: string): Promise<Picture> {
    if (/\.(svg|gif)$/i.test(path)) {
      const { measurePicture } = await encoder()
      const size = await measurePicture(await readFile(path))
      return { ...size, sources: [], url: await addFile(path), placeholder: null }
    }
    // One at a time across all documents: eight decoded photographs at once would exceed a small machine's memory.
    const encoded = lastEncoding.then(() => findOrEncode(path))
    lastEncoding = encoded.catch(() => null)
    return toPicture(await encoded)
  }

  async function findOrEncode(path: string): Promise<EncodedPicture> {
    const known = await readJson(join(directory, `${await stemOf(path)}.json`))
    const names = known?.formats.flatMap(({ files }) => files.map(({ name }) => name)) ?? []
    const exist = await Promise.all(names.map((name) => findFile(join(directory, name))))
    if (known !== null && exist.every(Boolean)) return known
    const { encodePicture } = await encoder()
    const bytes = await readFile(path)
    const stem = nameBytes(path, bytes)
    const encoded = await encodePicture(bytes, directory, stem)
    const description = join(directory, `${stem}.json`)
    await writeFileAtomic(description, (temporary) => writeFile(temporary, JSON.stringify(encoded)))
    return encoded
  }

  async function addText(name: string, text: string): Promise<string> {
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 12)
    const file = `${basename(name, extname(name))}-${hash}${extname(name)}`
    await writeFileAtomic(join(directory, file), (temporary) => writeFile(temporary, text))
    return assetPrefix + file
  }

  return { directory, addFile, addPicture, addText }
}

/** The first part of a file's name in `assets/`, for a file with this path and these bytes. */
function nameBytes(path: string, bytes: Buffer): string {
  const hash = createHash('sha256').update(encodingVersion).update(bytes).digest('hex').slice(0, 12)
  // In ASCII, which needs no encoding in URLs, `srcset` and feeds.
  const plain = basename(path, extname(path))
    .normalize('NFKD')
    .replace(/[^ -~]/g, '')
  return `${slugify(plain).slice(0, 40) || 'file'}-${hash}`
}

/** The same assets, with a list of the names that were used through it. */
export function recordAssets(assets: Assets): { assets: Assets; used: Set<string> } {
  const used = new Set<string>()
  const record = (url: string) => {
    used.add(url.slice(assetPrefix.length))
    return url
  }
  return {
    used,
    assets: {
      directory: assets.directory,
      addFile: async (path) => record(await assets.addFile(path)),
      addText: async (name, text) => record(await assets.addText(name, text)),
      async addPicture(path) {
        const picture = await assets.addPicture(path)
        for (const { variants } of picture.sources) for (const { url } of variants) record(url)
        record(picture.url)
        return picture
      },
    },
  }
}

function toPicture(encoded: EncodedPicture): Picture {
  const sources = encoded.formats.map(({ type, files }) => ({
    type,
    variants: files.map(({ name, width }) => ({ url: assetPrefix + name, width })),
  }))
  const url = sources.at(-1)?.variants.at(-1)?.url ?? ''
  return {
    width: encoded.width,
    height: encoded.height,
    sources,
    url,
    placeholder: encoded.placeholder,
  }
}

async function readJson(path: string): Promise<EncodedPicture | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as EncodedPicture // written atomically by addPicture
  } catch {
    return null // absent or unreadable: encoded again
  }
}
