/** An error or a warning about one place in the content. */
export interface ContentIssue {
  /** Relative to the content folder. */
  file: string
  line: number | null
  /** What is wrong and what to do about it. */
  message: string
}

/** By file, then by line. */
export function compareIssues(a: ContentIssue, b: ContentIssue): number {
  return a.file.localeCompare(b.file, 'en') || (a.line ?? 0) - (b.line ?? 0)
}

export function formatIssue({ file, line, message }: ContentIssue): string {
  return `${line === null ? file : `${file}:${line}`}: ${message}`
}
