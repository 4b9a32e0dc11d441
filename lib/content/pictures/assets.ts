import { createHash } from 'node:crypto'
import { access, copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { slug as slugify } from 'github-slugger'
import { writeFileAtomic } from '../cache/write-file-atomic.ts'
import type { EncodedPicture } from './encode-picture.ts'

/** Where content's own files stand on the site. Their names hold a hash of their bytes: cached for ever by everybody. */
export const assetPrefix = '/assets/'

export interface PictureSource {
  type: string
  /** `url width`, for `srcset`. */
  variants: { url: string; width: number }[]
}

export interface Picture {
  width: number
  height: number
  /** Best format first; the last one is what every browser shows. Empty for a drawing, which needs one file only. */
  sources: PictureSource[]
  /** The largest, in the format that everything shows. */
  url: string
  /** Sixteen pixels wide, as a data URI. */
  placeholder: string | null
}

export interface Assets {
  /** Where the files are written; `name` of a URL is a file in it. */
  directory: string
  /** A photograph or drawing as its set of variants; made once per content. Throws what sharp throws. */
  addPicture(path: string): Promise<Picture>
  /** Any other file, copied under a name that holds its hash. */
  addFile(path: string): Promise<string>
  /** Text of our own making; `name` gives the ending. */
  addText(name: string, text: string): Promise<string>
}

/** Loaded when there is something to encode: a build that finds all pictures made starts without libvips. */
const encoder = () => import('./encode-picture.ts')

/** Part of every name: pictures that are made differently are other pictures. */
const recipe = 'v1'

/** Keeps content's files below the cache folder, from one build to the next. */
export function createAssets(cacheDir: string): Assets {
  const directory = join(cacheDir, 'assets')
  const ready = mkdir(directory, { recursive: true })
  let turn: Promise<unknown> = ready

  async function nameOf(path: string): Promise<{ bytes: Buffer; stem: string }> {
    const bytes = await readFile(path)
    const hash = createHash('sha256').update(recipe).update(bytes).digest('hex').slice(0, 12)
    const name = slugify(basename(path, extname(path))).slice(0, 40) || 'file'
    return { bytes, stem: `${name}-${hash}` }
  }

  async function addFile(path: string): Promise<string> {
    await ready
    const { stem } = await nameOf(path)
    const name = `${stem}${extname(path).toLowerCase()}`
    const target = join(directory, name)
    if (!(await exists(target)))
      await writeFileAtomic(target, (temporary) => copyFile(path, temporary))
    return assetPrefix + name
  }

  async function addPicture(path: string): Promise<Picture> {
    await ready
    const { bytes, stem } = await nameOf(path)
    if (/\.(svg|gif)$/i.test(path)) {
      const { measurePicture } = await encoder()
      const size = await measurePicture(bytes)
      return { ...size, sources: [], url: await addFile(path), placeholder: null }
    }
    // One at a time, however many documents ask: a decoded photograph is what a small machine's memory bears, not eight.
    const encoded = turn.then(() => findOrEncode(bytes, stem))
    turn = encoded.catch(() => null)
    return toPicture(await encoded)
  }

  async function findOrEncode(bytes: Buffer, stem: string): Promise<EncodedPicture> {
    const description = join(directory, `${stem}.json`)
    const known = await readJson(description)
    const names = known?.formats.flatMap(({ files }) => files.map(({ name }) => name)) ?? []
    const areThere = await Promise.all(names.map((name) => exists(join(directory, name))))
    if (known !== null && areThere.every(Boolean)) return known
    const { encodePicture } = await encoder()
    const encoded = await encodePicture(bytes, directory, stem)
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
    return JSON.parse(await readFile(path, 'utf8')) as EncodedPicture // written whole by addPicture alone
  } catch {
    return null // absent or unreadable: made again
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
