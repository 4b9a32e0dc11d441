/* The wire types of the owner's settings, below /admin/api/settings. */

export interface SettingsEntry {
  label: string
  url: string
}

/** `null` removes a setting, which then has its default. */
export type SettingValue = string | number | boolean | readonly SettingsEntry[] | null

/** By paths such as `author/name`. */
export type SettingsChanges = Readonly<Record<string, SettingValue>>

export interface ApiSettingsIssue {
  /** Such as `author/name`; empty where the file as a whole can't be read. */
  path: string
  line: number | null
  message: string
}

/** `site.yaml`, as it is in the content folder. */
export interface ApiSettings {
  /** To be sent with a change: it is rejected where the file has another version by then. */
  version: string
  /** The content folder, as the server knows it. */
  folder: string
  is_writable: boolean
  text: string
  /** What is set. Empty where anything is wrong: then only the text can be changed. */
  values: Record<string, NonNullable<SettingValue>>
  faults: ApiSettingsIssue[]
  /** What applies, but not as it is written. */
  advice: ApiSettingsIssue[]
}

/** After a change. In a folder that can't be written nothing was saved, and `text` is to be put into the file. */
export type ApiSavedSettings = ApiSettings & {
  is_saved: boolean
  /** The names of the settings that are other ones now. */
  changed: string[]
}

/** How the pages would look with colours that aren't saved. */
export interface ApiThemePreview {
  style: string
  /** Every colour as "#rrggbb". */
  light: Record<string, string>
  dark: Record<string, string>
  advice: ApiSettingsIssue[]
}

const lists = ['profiles', 'navigation'] as const

/**
 * What a form's fields change. An entry of a list has fields such as `profiles/0/label`, and the list itself has one, so that an empty
 * list differs from one that the form doesn't show.
 * @param fields by the names of the settings
 */
export function listSettingsChanges(
  fields: Readonly<Record<string, string | boolean>>,
  values: ApiSettings['values'],
): SettingsChanges {
  const changes: Record<string, SettingValue> = {}
  for (const [name, field] of Object.entries(fields)) {
    if (lists.some((list) => name.startsWith(`${list}/`))) continue
    const isList = lists.some((list) => list === name)
    const given = isList ? readEntries(name, fields) : String(field).trim()
    const current = values[name] ?? (isList ? [] : '')
    const isSame = isList
      ? JSON.stringify(given) === JSON.stringify(toEntries(current))
      : given === String(current).trim()
    if (!isSame) changes[name] = given.length === 0 ? null : given
  }
  return changes
}

function readEntries(list: string, fields: Readonly<Record<string, string | boolean>>) {
  const entries: SettingsEntry[] = []
  for (let at = 0; `${list}/${at}/url` in fields; at += 1) {
    const read = (part: string) => String(fields[`${list}/${at}/${part}`] ?? '').trim()
    entries.push({ label: read('label'), url: read('url') })
  }
  return entries
}

export function toEntries(value: SettingValue | undefined): readonly SettingsEntry[] {
  return typeof value === 'object' && value !== null
    ? value.map(({ label, url }) => ({ label, url }))
    : []
}
