import { renderColumns } from '../testing/render-columns.ts'

/** A figure, and its aim if it has one. */
export type Row = readonly [what: string, measured: string, aim?: string, isMet?: boolean]

/** A figure that must not exceed a limit. */
export function toLimitRow(
  what: string,
  value: number,
  max: number,
  format: (value: number) => string,
): Row {
  return [what, format(value), `<= ${format(max)}`, value <= max]
}

export function formatMs(ms: number): string {
  return `${Math.round(ms)} ms`
}

export function formatKilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`
}

/** A title and rows in columns, for people and for a README. */
export function renderTable(title: string, rows: readonly Row[]): string {
  const cells = rows.map(([what, measured, aim = '', isMet]) => [
    what,
    measured,
    aim,
    isMet === undefined ? '' : isMet ? 'met' : 'MISSED',
  ])
  return `${title}\n${renderColumns([['', 'measured', 'aim', ''], ...cells])}`
}
