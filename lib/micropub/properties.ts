import { DomainError } from '#lib/core/errors.ts'

/** Of an h-entry: each has a list of values, which are text or objects. */
export type Properties = Record<string, unknown[]>

/** Names that an app may send, and a file can have. */
const propertyName = /^[a-z][a-z0-9-]{0,60}$/

/**
 * Takes what is a property of the post, and not a command to the site.
 * @throws DomainError `invalid-fields` where a name can't be one
 */
export function parseProperties(given: Record<string, unknown>): Properties {
  const properties: Properties = {}
  for (const [name, value] of Object.entries(given)) {
    // `constructor` is something in every object.
    if (!propertyName.test(name) || name in {})
      throw invalid(`“${name}” can’t be the name of a property.`)
    const values = (Array.isArray(value) ? value : [value]).filter(
      (one) => one != null && one !== '',
    )
    properties[name] = values
  }
  return properties
}

/** What a form sends: `category[]` is a list, as is a name that is sent twice. */
export function parseFormProperties(form: readonly (readonly [string, unknown])[]): Properties {
  const given = Map.groupBy(form, ([name]) => name.replace(/\[\]$/, ''))
  const values = [...given].map(([name, pairs]) => [name, pairs.map(([, value]) => value)])
  return parseProperties(Object.fromEntries(values))
}

/** @param values a list; within nested items apps may send anything */
export function firstText(values: unknown): string | null {
  const [value]: unknown[] = [values].flat()
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null
}

/** @param values as above */
export function texts(values: unknown): string[] {
  return [values].flat().filter((value) => typeof value === 'string')
}

/** Of an item within a property; none where the value is something else. */
export function nestedProperties(value: unknown): Properties {
  return Object(Object(value).properties)
}

/** @throws DomainError `invalid-fields` */
export function requireStatus(properties: Properties): 'published' | 'draft' {
  const status = firstText(properties['post-status']) ?? 'published'
  if (status === 'published' || status === 'draft') return status
  throw invalid(`“${status}” is no post-status. Send “published” or “draft”.`)
}

export interface Update {
  replace: Properties
  add: Properties
  /** Whole properties, or some of their values. */
  delete: string[] | Properties
}

/** @throws DomainError `invalid-fields` */
export function parseUpdate(given: Record<string, unknown>): Update {
  const lists = (name: 'replace' | 'add' | 'delete') => {
    const value = given[name] ?? {}
    const isObject = typeof value === 'object' && !Array.isArray(value)
    if (!isObject || Object.values(value).some((one) => !Array.isArray(one)))
      throw invalid(`“${name}” has to be an object of lists, such as {"content": ["text"]}.`)
    return parseProperties(value as Record<string, unknown>) // checked above
  }
  const isNames =
    Array.isArray(given.delete) && given.delete.every((name) => typeof name === 'string')
  const update = {
    replace: lists('replace'),
    add: lists('add'),
    delete: isNames ? (given.delete as string[]) : lists('delete'), // checked above
  }
  if (Object.values(update).every((one) => Object.keys(one).length === 0))
    throw invalid('Nothing to change was sent. Send “replace”, “add” or “delete”.')
  return update
}

/** The properties after an update. Values are equal if their JSON is. */
export function applyUpdate(before: Properties, update: Update): Properties {
  const after: Properties = { ...before, ...update.replace }
  for (const [name, values] of Object.entries(update.add)) {
    const known = (after[name] ?? []).map((value) => JSON.stringify(value))
    const added = values.filter((value) => !known.includes(JSON.stringify(value)))
    after[name] = [...(after[name] ?? []), ...added]
  }
  if (Array.isArray(update.delete)) for (const name of update.delete) delete after[name]
  else
    for (const [name, values] of Object.entries(update.delete)) {
      const gone = values.map((value) => JSON.stringify(value))
      after[name] = (after[name] ?? []).filter((value) => !gone.includes(JSON.stringify(value)))
    }
  return Object.fromEntries(Object.entries(after).filter(([, values]) => values.length > 0))
}

export function invalid(detail: string): DomainError {
  return new DomainError('invalid-fields', detail)
}
