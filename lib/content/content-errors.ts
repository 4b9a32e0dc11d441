import { type ContentIssue, formatIssue } from '#lib/core/content-issue.ts'

/** Every error of all files at once, so that ten typing errors don't take ten builds to find. */
export class ContentError extends Error {
  override readonly name = 'ContentError'
  readonly issues: readonly ContentIssue[]

  constructor(issues: readonly ContentIssue[]) {
    const count = issues.length === 1 ? '1 error' : `${issues.length} errors`
    super(
      `${count} in the content:\n${issues.map((issue) => `  ${formatIssue(issue)}`).join('\n')}`,
    )
    this.issues = issues
  }
}

const readErrors: Record<string, string> = {
  ENOENT: "doesn't exist, although a link leads to it; correct or delete the link",
  ELOOP: 'is a link that leads back to itself; correct or delete it',
  EACCES: "can't be read; change its permissions",
  ENOTDIR: 'has to be a folder',
  EISDIR: 'has to be a file, but is a folder',
}

/** The issues of an error that reading or rendering one file has caused, whatever it is: it must not affect other files. */
export function toIssues(error: unknown, file: string): readonly ContentIssue[] {
  if (error instanceof ContentError) return error.issues
  const { code = '', message } = error as NodeJS.ErrnoException // Node and the libraries throw errors only
  const isDeep = error instanceof RangeError && /call stack/.test(message)
  const reason = isDeep
    ? 'has lists, quotations or HTML elements that are nested too deeply; nest them less'
    : (readErrors[code] ?? `can't be used: ${message}`)
  return [{ file, line: null, message: reason }]
}

/** @throws ContentError if files had to be left out: a build fails where a running site serves the rest */
export function requireValid<T extends { errors: readonly ContentIssue[] }>(content: T): T {
  if (content.errors.length > 0) throw new ContentError(content.errors)
  return content
}
