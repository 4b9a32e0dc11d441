/** One thing in the content that has to change before the site can be built. */
export interface ContentIssue {
  /** Relative to the content folder. */
  file: string
  line: number | null
  /** What is wrong and what to do about it. */
  message: string
}

export type ContentWarning = ContentIssue

export function formatIssue({ file, line, message }: ContentIssue): string {
  return `${line === null ? file : `${file}:${line}`}: ${message}`
}

/** Every fault of a reading at once: nobody should have to build ten times to find ten typing errors. */
export class ContentError extends Error {
  override readonly name = 'ContentError'
  readonly faults: readonly ContentIssue[]

  constructor(faults: readonly ContentIssue[]) {
    const count = faults.length === 1 ? 'One fault' : `${faults.length} faults`
    super(
      `${count} in the content:\n${faults.map((fault) => `  ${formatIssue(fault)}`).join('\n')}`,
    )
    this.faults = faults
  }
}
