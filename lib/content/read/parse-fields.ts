import type { z } from 'zod'
import { ContentError } from '../content-errors.ts'
import type { SourceFile } from './front-matter.ts'

/**
 * Front matter through its schema.
 * @throws ContentError with file and line of every faulty member
 */
export function parseFields<T extends z.ZodType>(source: SourceFile, schema: T): z.output<T> {
  const parsed = schema.safeParse(source.data)
  if (parsed.success) return parsed.data
  throw new ContentError(
    parsed.error.issues.map((issue) => ({
      file: source.file,
      line: source.lineOf(issue.path),
      message: `${source.nameOf(issue.path)} ${issue.message}`,
    })),
  )
}
