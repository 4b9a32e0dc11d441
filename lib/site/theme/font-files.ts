import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { typePairs } from './type-pairs.ts'

/** Below the working directory of the site and of the build. */
const folder = 'lib/site/theme/fonts'
const fontFiles: ReadonlySet<string> = new Set(
  Object.values(typePairs).flatMap(({ text, label }) => [text.file, label.file]),
)
const urls = new Map<string, string>()

/** @returns `null` for a file that is not one of the site's fonts */
export function readFont(file: string): Buffer | null {
  return fontFiles.has(file) ? readFileSync(`${folder}/${file}.woff2`) : null
}

/** Contains a hash of the bytes, so that it may be cached forever. */
export function getFontUrl(file: string): string {
  const known = urls.get(file)
  if (known !== undefined) return known
  const hash = createHash('sha256')
    .update(readFont(file) ?? '')
    .digest('base64url')
    .slice(0, 10)
  const url = `/fonts/${file}.woff2?v=${hash}`
  urls.set(file, url)
  return url
}
