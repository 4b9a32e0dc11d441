import { DomainError } from '#lib/core/errors.ts'
import { isForm } from '../owner/read-input.ts'
import { readText } from '../text-body.ts'

/**
 * The form of a request, with no field twice (RFC 6749, 3.2).
 * @throws DomainError `unsupported-media-type`, `duplicate-field`, `malformed-form`, `body-too-large`
 */
export async function readForm(request: Request): Promise<Map<string, string>> {
  if (!isForm(request))
    throw new DomainError(
      'unsupported-media-type',
      'Send a form: application/x-www-form-urlencoded.',
    )
  const fields = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(await readText(request, 'malformed-form'))) {
    if (fields.has(name))
      throw new DomainError('duplicate-field', `“${name}” was sent twice. Send it once.`)
    fields.set(name, value)
  }
  return fields
}

/** @throws DomainError `invalid-fields` */
export function requireField(form: ReadonlyMap<string, string>, name: string): string {
  const value = form.get(name)
  if (value) return value
  throw new DomainError('invalid-fields', `“${name}” is missing. Send it in the form.`)
}
