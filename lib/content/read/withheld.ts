import { parseZonedDate } from './zoned-date.ts'

/** Why a document isn't public. */
export interface Withheld {
  /** Top-level name in the front matter; null if the file's place says it. */
  key: string | null
  reason: string
  /** When this ends by itself. */
  until?: Date
}

/** When a document is public, as its front matter says in the words of any known generator. */
export interface Publication {
  withheld: Withheld | null
  /** From then on it is withheld. */
  expiresAt: Date | null
}

type Verdict = 'public' | 'withheld' | 'unknown'
type Judge = (value: unknown) => Verdict

/** A switch that publishes when off, such as `draft`, or when on, such as `published`. */
const whenOff: Judge = (value) => judgeSwitch(value, 'withheld', 'public')
const whenOn: Judge = (value) => judgeSwitch(value, 'public', 'withheld')

const publicWords = ['public', 'publish', 'published', 'visible', 'listed', 'open', 'featured']
const words: Judge = (value) =>
  typeof value === 'string' && publicWords.includes(value.trim().toLowerCase())
    ? 'public'
    : typeof value === 'boolean'
      ? whenOn(value)
      : 'withheld'

/** A project's status is in its owner's words; only these mean that it isn't to be seen. */
const hiddenStatus =
  /^(draft|private|hidden|unlisted|unpublished|pending|future|scheduled|trash|inherit|auto-draft|archived-private)$/i

/**
 * Names in the front matter by which a document is withheld, without case, dashes and underscores: Jekyll, Hugo, Hexo, Eleventy, Astro,
 * Gatsby, Zola, Pelican, Nikola, Ghost, WordPress, Obsidian, Quartz and Logseq.
 */
const judges: Record<string, Judge> = {
  draft: whenOff,
  isdraft: whenOff,
  drafted: whenOff,
  wip: whenOff,
  scheduled: whenOff,
  future: whenOff,
  expired: whenOff,
  published: whenOn,
  ispublished: whenOn,
  publish: whenOn,
  dgpublish: whenOn,
  public: whenOn,
  ispublic: whenOn,
  listed: whenOn,
  render: whenOn,
  private: whenOff,
  isprivate: whenOff,
  hidden: whenOff,
  hide: whenOff,
  unlisted: whenOff,
  unpublished: whenOff,
  ignore: whenOff,
  exclude: whenOff,
  excluded: whenOff,
  headless: whenOff,
  password: () => 'withheld',
  encrypt: whenOff,
  encrypted: whenOff,
  protected: whenOff,
  membersonly: whenOff,
  visibility: words,
  poststatus: words,
  eleventyexcludefromcollections: whenOff,
  permalink: judgePermalink,
  build: judgeBuild,
}

/** Where Zola and Hugo have names of a theme. A `status` there is the theme's own. */
const groups = ['extra', 'params']

const startKeys = [
  ...['publishdate', 'publishat', 'publishon', 'scheduled', 'embargo', 'embargountil'],
  ...['pubdate', 'datepublished', 'golivedate'],
]
const endKeys = [
  ...['expirydate', 'expiry', 'expires', 'expiresat', 'expire', 'expiredate'],
  ...['unpublishdate', 'unpublishat', 'unpublishedat', 'unpublishon', 'publishuntil'],
]

/** Folders whose files a generator doesn't publish; of those that begin with `_` only `_posts` is for posts. */
const withheldFolder = /^(?:drafts?|_(?!posts$).*|private|trash)$/i

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
  const [, ...place] = file.split('/')
  const folder = place.find((part, index) =>
    index < place.length - 1 ? withheldFolder.test(part) : part.startsWith('_'),
  )
  if (folder !== undefined)
    found.push({ key: null, reason: `${folder} is a name of drafts and parts of pages` })
  const starts: { key: string | null; date: Date }[] = []
  let expiresAt: Date | null = null
  if (publishedAt !== null) starts.push({ key: 'date', date: publishedAt })

  for (const [key, value] of Object.entries(data)) {
    if (value === null || value === '') continue
    const name = toName(key)
    const date = readDate(value, timeZone)
    const shown = JSON.stringify(value)
    if (endKeys.includes(name)) {
      if (date === null) found.push({ key, reason: `${key} ${shown} is not a date` })
      else if (expiresAt === null || date < expiresAt) expiresAt = date
      continue
    }
    const isStart = startKeys.includes(name) || (name.startsWith('publish') && date !== null)
    if (isStart && typeof value !== 'boolean') {
      if (date === null) found.push({ key, reason: `${key} ${shown} is not a date` })
      else starts.push({ key, date })
      continue
    }
    const judge =
      name === 'status'
        ? hasOwnStatus
          ? judgeProjectStatus
          : words
        : Object.hasOwn(judges, name)
          ? judges[name]
          : undefined
    const verdict = judge?.(value) ?? (groups.includes(name) ? judgeGroup(value) : 'public')
    if (verdict === 'withheld') found.push({ key, reason: `${key} is ${shown}` })
    if (verdict === 'unknown')
      found.push({ key, reason: `${key} is ${shown}, which is neither true nor false` })
  }
  if (expiresAt !== null && expiresAt <= now)
    found.push({ key: null, reason: `it expired at ${expiresAt.toISOString()}` })
  const [forGood] = found
  if (forGood !== undefined) return { withheld: forGood, expiresAt: null }
  const [latest] = starts.sort((a, b) => b.date.getTime() - a.date.getTime())
  if (latest === undefined || latest.date <= now) return { withheld: null, expiresAt }
  const reason = `${latest.key} is ahead; it appears at ${latest.date.toISOString()}`
  return { withheld: { key: latest.key, reason, until: latest.date }, expiresAt }
}

function judgeSwitch(value: unknown, on: Verdict, off: Verdict): Verdict {
  if (value === true || value === 1) return on
  if (value === false || value === 0) return off
  if (typeof value !== 'string') return 'unknown'
  const word = value.trim().toLowerCase()
  if (['true', 'yes', 'on', 'y', '1'].includes(word)) return on
  return ['false', 'no', 'off', 'n', '0'].includes(word) ? off : 'unknown'
}

/** Eleventy's `permalink: false` and `permalink: {build: false}`. */
function judgePermalink(value: unknown): Verdict {
  if (value !== null && typeof value === 'object')
    return judgePermalink((value as Record<string, unknown>).build) // an object, checked above
  return value === false || value === 'false' ? 'withheld' : 'public'
}

function judgeProjectStatus(value: unknown): Verdict {
  return hiddenStatus.test(String(value).trim()) ? 'withheld' : 'public'
}

/** Hugo's `build: {list: never, render: never}`. */
function judgeBuild(value: unknown): Verdict {
  if (value === null || typeof value !== 'object')
    return value === false || value === 'false' ? 'withheld' : 'public'
  const { list, render } = value as Record<string, unknown> // an object, checked above
  return [list, render].some(
    (one) => one === false || /^(never|link|local|false)$/.test(String(one)),
  )
    ? 'withheld'
    : 'public'
}

/** The strictest verdict on the members of a group. */
function judgeGroup(value: unknown): Verdict {
  if (value === null || typeof value !== 'object') return 'public'
  const verdicts = Object.entries(value).map(([key, one]) => {
    const name = toName(key)
    const isJudged = Object.hasOwn(judges, name) && one !== null && one !== ''
    return isJudged ? judges[name]?.(one) : 'public'
  })
  return verdicts.find((verdict) => verdict !== 'public') ?? 'public'
}

function toName(key: string): string {
  return key.toLowerCase().replace(/[-_]/g, '')
}

function readDate(value: unknown, timeZone: string): Date | null {
  if (typeof value !== 'string') return null
  return parseZonedDate(value, timeZone)?.instant ?? null
}
