import { randomBytes } from 'node:crypto'
import { copyFile, mkdir, rename, rm, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { DomainError } from '#lib/core/errors.ts'
import { absentAsNull, isReadOnly } from '#lib/core/replace-file.ts'
import { invalid } from './properties.ts'

/** A job of the process that re-encodes pictures. */
export interface PhotoJob {
  path: string
  /** Without an extension. */
  target: string
}

/** Where the result is, or why the file is no picture. */
export type PhotoAnswer = { path: string } | { rejected: string }

export type CleanPhoto = (job: PhotoJob) => Promise<PhotoAnswer>

/** Below `content/public/`, and of the site. */
const folder = 'photos'

/**
 * Re-encodes an uploaded picture: upright, at most 2400 pixels wide and high, without its location or anything else that a camera notes.
 * @returns a temporary file, which the caller moves or deletes
 * @throws DomainError `image-unsupported-format`
 */
export async function cleanPhoto(clean: CleanPhoto, path: string): Promise<string> {
  const answer = await clean({ path, target: `${path}-clean` })
  if ('path' in answer) return answer.path
  throw new DomainError(
    'image-unsupported-format',
    `This file can’t be read as a picture: ${answer.rejected}. Send a JPEG, PNG, WebP, GIF or AVIF.`,
  )
}

/**
 * Puts an uploaded picture where the site serves it, under a name that can't be guessed.
 * @returns its path on the site
 * @throws DomainError `content-read-only`
 */
export async function publishPhoto(contentDir: string, from: string, now: Date): Promise<string> {
  const [year, month] = now.toISOString().split('-')
  const path = join(folder, year ?? '', month ?? '', randomBytes(9).toString('hex') + extname(from))
  const target = join(contentDir, 'public', path)
  try {
    await mkdir(join(target, '..'), { recursive: true })
    // The upload may be on another disk.
    await rename(from, target).catch(async () => {
      await copyFile(from, `${target}.new`)
      await rename(`${target}.new`, target)
      await rm(from, { force: true })
    })
  } catch (error) {
    if (!isReadOnly(error)) throw error
    throw new DomainError(
      'content-read-only',
      `The site can’t write into its content folder (${contentDir}), so it can’t store pictures. Let it write there.`,
      { cause: error },
    )
  }
  return `/${path.replaceAll('\\', '/')}`
}

/**
 * The file of a picture that was uploaded before, by its address; `null` for any other address.
 * @throws DomainError `invalid-fields` where it is gone
 */
export async function findPublishedPhoto(
  contentDir: string,
  siteUrl: string,
  address: string,
): Promise<string | null> {
  const path = address.startsWith(`${siteUrl}/`) ? address.slice(siteUrl.length) : ''
  const isOurs = /^\/photos\/\d{4}\/\d{2}\/[0-9a-f]{18}\.[a-z]{3,4}$/.test(path)
  if (!isOurs) return null
  const file = join(contentDir, 'public', path)
  if ((await stat(file).catch(absentAsNull)) !== null) return file
  throw invalid(`There is no picture at ${address}. Send it again.`)
}
