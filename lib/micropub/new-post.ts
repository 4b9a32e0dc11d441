import { slug as slugify } from 'github-slugger'
import { stringify } from 'yaml'
import { parseZonedDate, type ZonedDate } from '#lib/content/read/zoned-date.ts'
import { toMembers } from './members.ts'
import { renderBody } from './post-file.ts'
import { firstText, invalid, type Properties, requireStatus } from './properties.ts'

/** A post that isn't written yet. */
export interface NewPost {
  /** Of the permalink. */
  day: string
  /** Last part of the permalink; empty for a note, whose permalink ends with its number of the day. */
  name: string
  isDraft: boolean
  at: ZonedDate
  properties: Properties
}

const maxNameLength = 60

/**
 * Decides about a new post's permalink and dates.
 * @throws DomainError `invalid-fields` for a post without anything, or a date that isn't one
 */
export function prepareNewPost(
  properties: Properties,
  { timeZone, now }: { timeZone: string; now: Date },
): NewPost {
  const substance = Object.keys(properties).filter(
    (name) => !/^(?:mp-.*|post-status|visibility|published)$/.test(name),
  )
  if (substance.length === 0)
    throw invalid('The post is empty. Send “content”, “name”, “photo” or what it responds to.')
  const given = firstText(properties.published)
  const at = given === null ? toZoned(now, timeZone) : parseDate(given, timeZone)
  const status = requireStatus(properties)
  const wanted = firstText(properties['mp-slug']) ?? firstText(properties.name) ?? ''
  const name = slugify(wanted.normalize('NFKD').replace(/[^ -~]/g, ''))
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, maxNameLength)
    .replace(/-+$/, '')
  return { day: at.localDate, name, isDraft: status === 'draft', at, properties }
}

/** Of an app that says UTC, in the site's time zone: the permalink has the owner's day. */
function parseDate(text: string, timeZone: string): ZonedDate {
  const date = parseZonedDate(text, timeZone)
  if (date === null)
    throw invalid(`“${text}” is not a date. Send one such as 2026-11-22T14:30:00-08:00.`)
  return /Z$/i.test(text.trim()) ? toZoned(date.instant, timeZone) : date
}

function toZoned(instant: Date, timeZone: string): ZonedDate {
  const wallClock = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(instant)
  const date = parseZonedDate(wallClock, timeZone)
  if (date === null) throw new Error(`${wallClock} is not a date`)
  return date
}

/** A time as the owner's own files have it: `2026-11-22 09:30:00-08:00`. */
export function formatForFile(instant: Date, timeZone: string): string {
  return toZoned(instant, timeZone).text.replace('T', ' ')
}

/** The text of a new post's file, as its owner would write it. */
export function renderPost(
  { properties, name, day, at, isDraft }: NewPost,
  ordinal: number,
): string {
  const { title, tagline, tags, ...others } = toMembers(properties)
  const time = at.text.replace('T', ' ')
  const front = {
    ...(title !== undefined && { title }),
    ...(tagline !== undefined && { tagline }),
    ...(tags !== undefined && { tags }),
    slug: { date: day, ordinal, ...(name !== '' && { name }) },
    date: { created: time, ...(!isDraft && { published: time }) },
    ...Object.fromEntries(Object.entries(others).filter(([, value]) => value !== null)),
  }
  return `---\n${stringify(front, { lineWidth: 0, indentSeq: false })}---\n\n${renderBody(properties.content)}`
}
