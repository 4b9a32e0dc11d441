import { findWithholdingPlace } from './withholding-places.ts'
import { judgeMember, toName } from './withholding-words.ts'
import { parseZonedDate } from './zoned-date.ts'

/** Why a document isn't public, or isn't in lists. */
export interface Withheld {
  /** Path of the member of the front matter; null if the file's place says it. */
  path: readonly string[] | null
  reason: string
  /** When this ends by itself. */
  until?: Date
}

/** When a document is public, as its front matter says in the words of any known generator. */
export interface Publication {
  withheld: Withheld | null
  /** Why it has its page, but is in no list, feed, search or sitemap. */
  unlisted: Withheld | null
  /** From then on it is withheld. */
  expiresAt: Date | null
}

/** Where Zola, Hugo and exports have further names. A `status` there is the theme's own. */
const groups = [
  'extra',
  'params',
  'cascade',
  'taxonomies',
  'meta',
  'metadata',
  'frontmatter',
  'publishing',
  'publication',
]

/** In any other group, such as `hugo`, these mean the document. `cover: {hidden: true}` is a theme's. */
const clearNames = ['draft', 'isdraft', 'private', 'unpublished', 'publish', 'published']

const startKeys = [
  ...['publishdate', 'publishat', 'publishon', 'scheduled', 'scheduledat', 'scheduledfor'],
  ...['embargo', 'embargountil', 'pubdate', 'datepublished', 'golivedate', 'releasedate'],
  ...['postdate', 'validfrom', 'visiblefrom', 'availablefrom', 'showfrom'],
]
const endKeys = [
  ...['expirydate', 'expiry', 'expires', 'expiresat', 'expireson', 'expire', 'expireat'],
  ...['expiredate', 'expirationdate', 'expiration', 'unpublishdate', 'unpublishat'],
  ...['unpublishedat', 'unpublishon', 'publishuntil', 'publishdown', 'publishend', 'validuntil'],
  ...['visibleuntil', 'availableuntil', 'showuntil', 'deleteat'],
]

/**
 * Finds out whether a document is withheld. What can't be understood is withheld: publishing can't be undone.
 * @param options.hasOwnStatus the `status` of a project is in its owner's words
 * @param options.now decides about dates
 */
export function findPublication(
  file: string,
  data: Record<string, unknown>,
  options: {
    /** The document's own date, if it was read. */
    publishedAt: Date | null
    hasOwnStatus: boolean
    timeZone: string
    now: Date
  },
): Publication {
  const { publishedAt, hasOwnStatus, timeZone, now } = options
  const found: Withheld[] = []
  const unlisted: Withheld[] = []
  const place = findWithholdingPlace(file)
  if (place !== null)
    (place.isUnlisted ? unlisted : found).push({ path: null, reason: place.reason })
  const starts: { path: readonly string[]; date: Date }[] = []
  let expiresAt: Date | null = null
  if (publishedAt !== null) starts.push({ path: ['date'], date: publishedAt })

  for (const { path, value } of listMembers(data)) {
    const key = path.at(-1) ?? ''
    const name = toName(key)
    const date = readDate(value, timeZone)
    const shown = JSON.stringify(value).slice(0, 80)
    const isEnd = endKeys.includes(name)
    const isStart =
      startKeys.includes(name) || (date !== null && (name === 'date' || name.startsWith('publish')))
    if (isEnd || (isStart && typeof value !== 'boolean')) {
      if (date === null) found.push({ path, reason: `${key} ${shown} is not a date` })
      else if (!isEnd) starts.push({ path, date })
      else if (expiresAt === null || date < expiresAt) expiresAt = date
      continue
    }
    const verdict = judgeMember(name, value, hasOwnStatus || path.length > 1)
    if (verdict === 'withheld') found.push({ path, reason: `${key} is ${shown}` })
    if (verdict === 'unlisted') unlisted.push({ path, reason: `${key} is ${shown}` })
    if (verdict === 'unknown')
      found.push({ path, reason: `${key} is ${shown}, which is neither true nor false` })
  }
  if (expiresAt !== null && expiresAt <= now)
    found.push({ path: null, reason: `it expired at ${expiresAt.toISOString()}` })
  const [forGood] = found
  if (forGood !== undefined) return { withheld: forGood, unlisted: null, expiresAt: null }
  const shown = { unlisted: unlisted[0] ?? null, expiresAt }
  const [latest] = starts.sort((a, b) => b.date.getTime() - a.date.getTime())
  if (latest === undefined || latest.date <= now) return { withheld: null, ...shown }
  const reason = `${latest.path.at(-1)} is ahead; it appears at ${latest.date.toISOString()}`
  return { withheld: { path: latest.path, reason, until: latest.date }, ...shown }
}

/** The members of the front matter and of its groups, which may be lists, as Hugo's `cascade`. Those without a value say nothing. */
function listMembers(
  data: Record<string, unknown>,
  path: readonly string[] = [],
): { path: readonly string[]; value: unknown }[] {
  return Object.entries(data).flatMap(([key, value]) => {
    if (value == null || value === '') return []
    const own = [...path, key]
    if (typeof value !== 'object') return [{ path: own, value }]
    const members = listMembers(value as Record<string, unknown>, own) // an object or a list of them
    if (groups.includes(toName(key)) || Array.isArray(data)) return members
    const clear = members.filter((one) => clearNames.includes(toName(one.path.at(-1) ?? '')))
    return [{ path: own, value }, ...clear.filter((one) => typeof one.value === 'boolean')]
  })
}

function readDate(value: unknown, timeZone: string): Date | null {
  if (typeof value !== 'string') return null
  return parseZonedDate(value, timeZone)?.instant ?? null
}
