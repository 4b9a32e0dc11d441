import { z } from 'zod'
import { explainValue } from '#lib/core/explain-value.ts'
import { getEditDistance } from '#lib/core/similar-names.ts'

/** What is wrong with a field, as a sentence that names it: instead of the library's own words, which are a programmer's. */
export function describeInput(issue: z.core.$ZodRawIssue): string {
  if (issue.code === 'invalid_key') return issue.issues[0]?.message ?? 'A name is not valid.'
  const path = (issue.path ?? []).map(String).join('.')
  const name = path === '' ? 'What was sent' : `"${path}"`
  return `${name} ${explainValue(issue)}.`
}

/** The fields that a body may have; `null`: any. */
export function listFieldsOf(schema: z.ZodType): readonly string[] | null {
  if (schema instanceof z.ZodPipe) return listFieldsOf(schema.in as z.ZodType)
  if (schema instanceof z.ZodUnion) {
    const all = schema.options.map((option) => listFieldsOf(option as z.ZodType))
    return all.includes(null) ? null : all.flatMap((names) => names ?? [])
  }
  if (!(schema instanceof z.ZodObject) || schema.def.catchall !== undefined) return null
  return Object.keys(schema.shape)
}

/** A field that isn't known was meant to change something. */
export function describeUnknown(name: string, known: readonly string[]): string {
  const distances = known.map((each) => [getEditDistance(name.slice(0, 60), each), each] as const)
  const [distance = Number.POSITIVE_INFINITY, nearest] =
    distances.toSorted(([a], [b]) => a - b)[0] ?? []
  const isNear = nearest !== undefined && distance <= Math.max(2, nearest.length / 3)
  const advice = isNear
    ? `Did you mean "${nearest}"?`
    : `Send only ${known.map((each) => `"${each}"`).join(', ')}.`
  return `"${name.slice(0, 60)}" is no field here. ${advice} Nothing was changed.`
}
