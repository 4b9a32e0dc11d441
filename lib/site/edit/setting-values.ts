import { isDeepStrictEqual } from 'node:util'
import type { ApiSettings, ApiSettingsIssue, SettingsChanges } from '#lib/api/admin-settings.ts'
import type { SettingsIssue } from '../parse-settings.ts'
import type { SiteSettings } from '../schema.ts'

type Values = ApiSettings['values']

/** All settings of a file, by paths such as `author/name`. */
export function listValues(data: unknown, path: readonly string[] = []): Values {
  if (data === null || data === undefined) return {}
  if (typeof data !== 'object' || Array.isArray(data))
    return { [path.join('/')]: data as Values[string] } // what the schema permits
  return Object.assign(
    {},
    ...Object.entries(data).map(([name, below]) => listValues(below, [...path, name])),
  ) as Values
}

/**
 * The names of the settings that apply differently, as people write them: `author.name`.
 * @param former as parsed: without what was invalid
 */
export function listChanged(former: SiteSettings, next: SiteSettings): string[] {
  const [before, after] = [listValues(former), listValues(next)]
  return Object.keys({ ...before, ...after })
    .filter((name) => !isDeepStrictEqual(before[name], after[name]))
    .map((name) => name.replaceAll('/', '.'))
}

/** Changes as the file has them: what is empty is removed, hours are a number, and a choice of yes and no is true or false. */
export function toFileValues(changes: SettingsChanges): SettingsChanges {
  return Object.fromEntries(
    Object.entries(changes).map(([name, value]) => {
      if (typeof value !== 'string') return [name, value]
      const text = value.replaceAll('\r\n', '\n').trim()
      if (text === '') return [name, null]
      if (name === 'send_webmentions' && /^(?:true|false)$/.test(text))
        return [name, text === 'true']
      return [name, name === 'hour_format' && /^\d+$/.test(text) ? Number(text) : text]
    }),
  )
}

export function serializeIssue({ path, line, message }: SettingsIssue): ApiSettingsIssue {
  return { path: path.map(String).join('/'), line, message: toSentence(message) }
}

export function toSentence(message: string): string {
  return message.endsWith('?') ? message : `${message}.`
}
