import { toCamelCase } from '#lib/api/field-names.ts'
import {
  type ReadingField,
  readingFieldNames,
  type WireReading,
} from '#lib/api/schema/reading-fields.ts'
import type { Reading } from './types.ts'

const keyByField = new Map(
  readingFieldNames.map((field) => [field, toCamelCase(field) as keyof Reading]),
)

/** The cast: `getValue` returns what the field's schema has accepted, now or before it was stored; `undefined` becomes `null`. */
export function createReading(getValue: (field: ReadingField) => unknown): Reading {
  const values = Array.from(keyByField, ([field, key]) => [key, getValue(field) ?? null])
  return Object.fromEntries(values) as unknown as Reading
}

/** The named fields under their names on the wire; `null`: unknown. */
export function pickFields<Field extends ReadingField>(
  reading: Reading | null,
  fields: readonly Field[],
): { [Name in Field]: WireReading[Name] | null } {
  const values = fields.map((field) => [
    field,
    reading?.[keyByField.get(field) as keyof Reading] ?? null,
  ])
  return Object.fromEntries(values)
}

export const emptyReading = createReading(() => null)
