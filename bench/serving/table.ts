export interface Row {
  what: string
  measured: string
  aim?: string
  /** `null` where there is no aim. */
  isMet?: boolean | null
}

/** Rows in columns, for people and for a README. */
export function renderTable(title: string, rows: readonly Row[]): string {
  const cells = [
    ['', 'measured', 'aim', ''],
    ...rows.map(({ what, measured, aim = '', isMet = null }) => [
      what,
      measured,
      aim,
      isMet === null ? '' : isMet ? 'met' : 'MISSED',
    ]),
  ]
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...cells.map((row) => row[column]?.length ?? 0)),
  )
  const lines = cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  return [title, ...lines].join('\n')
}
