/** An error or a warning about one place in the content. */
export interface ContentIssue {
  /** Relative to the content folder. */
  file: string
  line: number | null
  /** What is wrong and what to do about it. */
  message: string
}

export function formatIssue({ file, line, message }: ContentIssue): string {
  return `${line === null ? file : `${file}:${line}`}: ${message}`
}

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
