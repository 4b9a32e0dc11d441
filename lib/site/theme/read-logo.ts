import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { leadsOut } from '#lib/core/leads-out.ts'

/** A picture next to the site's name. */
export interface Logo {
  /** A path on this site. */
  src: string
  /** Its sides' proportion, so that nothing moves when it arrives; a portrait is cropped to a square. */
  width: number
  height: number
  isPortrait: boolean
}

type Found = { logo: Logo } | { error: string }

/**
 * Finds the logo that `theme.logo` names.
 * @param given a path below content/public/, or "portrait"
 * @param photo of the author
 * @returns else what is wrong, as it follows the setting's name
 */
export async function readLogo(
  contentDir: string,
  given: string,
  photo: string | null,
): Promise<Found> {
  if (given === 'portrait')
    // The pages load nothing from other sites.
    return photo?.startsWith('/')
      ? { logo: { src: photo, width: 1, height: 1, isPortrait: true } }
      : { error: 'is "portrait"; set author.photo to a file in content/public/' }
  const folder = join(contentDir, 'public')
  if (await leadsOut(folder, given))
    return { error: `names a link to a file outside of content/public/; put the file itself there` }
  const bytes = await readFile(join(folder, given)).catch(() => null)
  if (bytes === null) return { error: `names no file; put one at content/public${given}` }
  const size = given.toLowerCase().endsWith('.svg') ? measureSvg(bytes) : measurePng(bytes)
  return size === null
    ? { error: 'is neither an SVG with a viewBox nor a PNG; export the file again' }
    : { logo: { src: given, ...size, isPortrait: false } }
}

interface Size {
  width: number
  height: number
}

function measureSvg(bytes: Buffer): Size | null {
  const [tag = ''] = /<svg\b[^>]*>/.exec(bytes.toString('utf8')) ?? []
  const box = /\sviewBox\s*=\s*["']([^"']+)/
    .exec(tag)?.[1]
    ?.trim()
    .split(/[\s,]+/)
  const [width = Number.NaN, height = Number.NaN] =
    box?.slice(2).map(Number) ??
    ['width', 'height'].map((name) =>
      Number.parseFloat(new RegExp(`\\s${name}\\s*=\\s*["']([\\d.]+)`).exec(tag)?.[1] ?? ''),
    )
  return width > 0 && height > 0 ? { width, height } : null
}

/** The first chunk of a PNG is its header: width and height at 16 and 20. */
function measurePng(bytes: Buffer): Size | null {
  if (bytes.length < 24 || bytes.toString('latin1', 1, 4) !== 'PNG') return null
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
}
