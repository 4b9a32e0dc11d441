import type { z } from 'zod'

const types: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a list of names and values',
  record: 'a list of names and values',
}

const units: Record<string, string> = { string: 'characters', array: 'entries' }

/**
 * Says what would be right, as it follows the name of a setting: for `z.safeParse`, instead of the library's own messages. A schema's own
 * message takes precedence. It never contains the value, which may be secret.
 */
export function explainValue(issue: z.core.$ZodRawIssue): string {
  const unit = units[String('origin' in issue ? issue.origin : '')]
  switch (issue.code) {
    case 'invalid_type':
      return `has to be ${types[issue.expected] ?? issue.expected}`
    case 'too_big':
      return unit === undefined
        ? `has to be at most ${issue.maximum}`
        : `has more than ${issue.maximum} ${unit}`
    case 'too_small':
      if (unit !== undefined) return `has fewer than ${issue.minimum} ${unit}`
      return `has to be ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`
    case 'invalid_value':
      return `has to be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.join(', ')}`
    case 'invalid_format':
      return issue.format === 'url'
        ? 'has to be an address, such as https://example.org'
        : `has an invalid form (${issue.format})`
    default:
      return 'has a value of another kind; see the documentation'
  }
}
