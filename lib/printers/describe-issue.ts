import type { z } from 'zod'

const nouns: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
}

/** What is wrong with a value, in words that follow its name. zod's own are a programmer's. */
export function describeIssue(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return `is not ${nouns[issue.expected] ?? issue.expected}`
    case 'too_big':
      return `is more than ${issue.maximum}`
    case 'too_small':
      return `is less than ${issue.minimum}`
    case 'invalid_value':
      return `is none of ${issue.values.join(', ')}`
  }
}
