import type { z } from 'zod'
import { DomainError, formatPointer } from '#lib/core/errors.ts'
import { readJsonObject, readText } from '../text-body.ts'
import { describeInput, describeUnknown, listFieldsOf } from './describe-input.ts'

export function isForm(request: Request): boolean {
  return getType(request) === 'application/x-www-form-urlencoded'
}

/**
 * Reads a JSON object, or a form. A field that the schema doesn't know is an error, never left out silently.
 * @throws DomainError `unsupported-media-type`, `invalid-fields`, and those of `readJsonObject`
 */
export async function readInput<T extends z.ZodType>(
  request: Request,
  schema: T,
): Promise<z.output<T>> {
  const type = getType(request)
  if (type !== 'application/json' && !isForm(request))
    throw new DomainError('unsupported-media-type', 'Send application/json.')
  const given = isForm(request)
    ? Object.fromEntries(new URLSearchParams(await readText(request, 'malformed-form')))
    : await readJsonObject(request)
  const known = listFieldsOf(schema)
  const unknown = known === null ? [] : Object.keys(given).filter((name) => !known.includes(name))
  const parsed = schema.safeParse(given, { error: describeInput })
  if (parsed.success && unknown.length === 0) return parsed.data
  const fieldErrors = [
    ...unknown.map((name) => ({
      pointer: formatPointer([name]),
      detail: describeUnknown(name, known ?? []),
    })),
    ...(parsed.error?.issues ?? []).map(({ path, message }) => ({
      pointer: formatPointer(path),
      detail: message,
    })),
  ]
  throw new DomainError('invalid-fields', fieldErrors[0]?.detail ?? 'A field is not valid.', {
    fieldErrors,
  })
}

function getType({ headers }: Request): string {
  return (headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
}
