import { isMap, parseDocument } from 'yaml'
import { parseSourceFile } from '#lib/content/read/front-matter.ts'
import { parseZonedDate } from '#lib/content/read/zoned-date.ts'
import { DomainError } from '#lib/core/errors.ts'
import { editSettings } from '#lib/site/edit/edit-settings.ts'
import { toMembers, toProperties } from './members.ts'
import type { Properties } from './properties.ts'

/** The parts of a file, which together are all of its text. */
interface Parts {
  opening: string
  front: string
  closing: string
  body: string
}

const fenced =
  /^(\uFEFF?---(?:ya?ml)?[ \t]*\r?\n)((?:[^\n]*\n)*?)((?:---|\.\.\.)[ \t]*(?:\r?\n|$)(?:[ \t]*\r?\n)*)([\s\S]*)$/

/** @throws DomainError `invalid-fields` where its front matter isn't between lines of three dashes */
function splitFile(file: string, text: string): Parts {
  // The file's name has its day, and the text its title.
  if (/^\uFEFF?(?!---|\+\+\+|;;;|[{"])/.test(text) && isBare(file, text))
    return { opening: '---\n', front: '', closing: '---\n\n', body: text }
  const [, opening, front, closing, body] = fenced.exec(text) ?? []
  if (opening === undefined || front === undefined || closing === undefined || body === undefined)
    throw cantEdit(file, 'its front matter isn’t YAML between lines of “---”')
  const { errors, contents } = parseDocument(front)
  if (errors.length > 0 || !(contents === null || isMap(contents)))
    throw cantEdit(file, 'its front matter has an error')
  return { opening, front, closing, body }
}

function isBare(file: string, text: string): boolean {
  return Object.keys(parseSourceFile(file, text).data).length === 0
}

function cantEdit(file: string, why: string): DomainError {
  return new DomainError(
    'invalid-fields',
    `${file} can’t be changed by an app, because ${why}. Change it in your editor.`,
  )
}

/** Of a post's file, as its properties. */
export function readProperties(file: string, text: string): Properties {
  const { data } = parseSourceFile(file, text)
  const body = fenced.exec(text)?.[4] ?? parseSourceFile(file, text).markdown
  const { published, created } = readDates(data)
  const isDraft = data.draft === true || (published == null && created != null)
  const at = published == null ? null : toRfc3339(String(published))
  return toProperties(data, body.trim(), { published: at, isDraft })
}

/** As a file has them: one date is that of the publication. */
function readDates({ date }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return typeof date === 'object' && date !== null ? { ...date } : { published: date }
}

function toRfc3339(text: string): string {
  return parseZonedDate(text, 'UTC')?.text ?? text
}

const order = ['title', 'tagline', 'tags', 'slug', 'date']

/**
 * The text of a post's file after a change of its properties: only the lines of what has changed are different.
 * @param now as the owner writes times
 * @throws DomainError `invalid-fields`
 */
export function editPost(
  file: string,
  text: string,
  change: { before: Properties; after: Properties; now: string },
): string {
  const { opening, front, closing, body } = splitFile(file, text)
  const { before, after, now } = change
  const same = (name: string) =>
    JSON.stringify(before[name] ?? []) === JSON.stringify(after[name] ?? [])
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => !same(name),
  )
  const changed = Object.fromEntries(names.map((name) => [name, after[name] ?? []]))
  if (names.length === 0) return text
  const members = {
    ...toMembers(changed),
    ...toDates(parseSourceFile(file, text).data, { before, after, changed, now }),
  }
  const edited = Object.entries(members).reduce(
    // Values are what YAML can say; the settings' own are fewer.
    (front, [path, value]) => editSettings(front, { [path]: value as string }, order),
    front,
  )
  const isContentSame = changed.content === undefined
  return opening + edited + closing + (isContentSame ? body : renderBody(after.content))
}

/** When it was published and changed; a draft gets its time when it is published. */
function toDates(
  data: Readonly<Record<string, unknown>>,
  {
    before,
    after,
    changed,
    now,
  }: { before: Properties; after: Properties; changed: Properties; now: string },
): Record<string, unknown> {
  const [was, is] = [before['post-status']?.[0], after['post-status']?.[0]]
  const isGroup = typeof data.date === 'object' && data.date !== null
  const published =
    changed.published?.[0] ?? (is === 'published' && was === 'draft' ? now : undefined)
  const dates = {
    ...(isGroup || data.date === undefined ? {} : { published: data.date }),
    ...(published !== undefined && { published: String(published).replace('T', ' ') }),
    ...(is === 'published' && was === 'published' && { updated: now }),
  }
  const asPaths = Object.fromEntries(
    Object.entries(dates).map(([name, at]) => [`date/${name}`, at]),
  )
  return {
    ...(isGroup || data.date === undefined
      ? asPaths
      : Object.keys(dates).length > 1 || published
        ? { date: dates }
        : {}),
    ...(is === 'draft' && was === 'published' && { draft: true }),
    ...(is === 'published' && data.draft === true && { draft: null }),
  }
}

/** Markdown as it is; HTML too, which Markdown may contain. */
export function renderBody(values: readonly unknown[] | undefined): string {
  const [content] = values ?? []
  const text =
    typeof content === 'object' && content !== null
      ? ((content as { html?: unknown }).html ?? (content as { value?: unknown }).value ?? '')
      : (content ?? '')
  const body = String(text).replaceAll('\r\n', '\n').trim()
  return body === '' ? '' : `${body}\n`
}
