import { DomainError } from './errors.ts'

/** What a form showed before something was typed, by the names of its fields. */
export type FormerValues = Readonly<Record<string, string | boolean>>

const maxShownLength = 200

/**
 * Refuses a change of a field that somebody else has changed since its form was opened. Fields that are named in none of the two don't
 * matter, so two people may change different ones.
 * @param was as the form showed them
 * @param current as it would show them now
 * @throws DomainError `changed-meanwhile`
 */
export function requireFormerValues(was: FormerValues, current: FormerValues): void {
  const fieldErrors = Object.entries(was)
    .filter(([name, value]) => Object.hasOwn(current, name) && current[name] !== value)
    .map(([name]) => ({ pointer: `/${name}`, detail: describeNow(current[name]) }))
  if (fieldErrors.length === 0) return
  const message = 'This was changed elsewhere since you opened it. Nothing was saved.'
  throw new DomainError('changed-meanwhile', message, { fieldErrors })
}

function describeNow(value: string | boolean | undefined): string {
  const advice = 'What you entered is still here: save again to replace it.'
  if (typeof value !== 'string') return `This was changed elsewhere meanwhile. ${advice}`
  if (value === '') return `This was emptied elsewhere meanwhile. ${advice}`
  const shown = value.length > maxShownLength ? `${value.slice(0, maxShownLength)}…` : value
  return `This was changed elsewhere meanwhile, to “${shown}”. ${advice}`
}
