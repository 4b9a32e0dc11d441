import type { Check } from './check.ts'

/** The doctor's output: its width and whether it shows colours. */
export interface Terminal {
  columns: number
  isColoured: boolean
  write(text: string): void
}

/** ASCII words instead of symbols, so that every terminal can show them. */
const marks = { ok: 'ok', note: 'note', warn: 'WARN', fail: 'FAIL' } as const
const colours = { ok: '32', note: '36', warn: '33;1', fail: '31;1' } as const
const topicWidth = 13
const indent = 1 + 6 + topicWidth

/** Between 60 and 120 columns; 100 if the output isn't a terminal. */
export function openTerminal(out: NodeJS.WriteStream, environment: NodeJS.ProcessEnv): Terminal {
  return {
    columns: Math.max(60, Math.min(out.columns ?? 100, 120)),
    isColoured: out.isTTY === true && !environment.NO_COLOR,
    write: (text) => out.write(text),
  }
}

/** Prints one check per line in columns, with the advice below it. */
export function showChecks(
  checks: readonly Check[],
  { columns, isColoured, write }: Terminal,
  topicBefore: string | null,
): void {
  const width = columns - indent
  const paint = (colour: string, text: string) =>
    isColoured ? `\x1b[${colour}m${text}\x1b[0m` : text
  let before = topicBefore
  for (const { level, topic, line, advice } of checks) {
    const mark = paint(colours[level], marks[level].padEnd(6))
    const name = topic === before ? '' : topic
    const [first = '', ...rest] = wrap(line, width)
    write(` ${mark}${name.padEnd(topicWidth)}${first}\n`)
    for (const more of rest) write(`${' '.repeat(indent)}${more}\n`)
    const todo = advice === undefined ? [] : wrap(advice, width - 3)
    for (const [index, more] of todo.entries())
      write(`${' '.repeat(indent)}${paint('1', `${index === 0 ? '-> ' : '   '}${more}`)}\n`)
    before = topic
  }
}

/** Wraps at spaces; long words such as URLs stay whole so that they can be copied. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}
