import type { Check } from './check.ts'

/** Where the doctor writes: how wide it is, and whether it shows colours. */
export interface Terminal {
  columns: number
  isColoured: boolean
  write(text: string): void
}

/** Plain words and no signs: whatever terminal a board at home has shows them. */
const marks = { ok: 'ok', note: 'note', warn: 'WARN', fail: 'FAIL' } as const
const colours = { ok: '32', note: '36', warn: '33;1', fail: '31;1' } as const
const topicWidth = 13
const indent = 1 + 6 + topicWidth

/** Reads as it is: at most so wide, and where it isn't a terminal as if it were a small one. */
export function openTerminal(out: NodeJS.WriteStream, environment: NodeJS.ProcessEnv): Terminal {
  return {
    columns: Math.max(60, Math.min(out.columns ?? 100, 120)),
    isColoured: out.isTTY === true && !environment.NO_COLOR,
    write: (text) => out.write(text),
  }
}

/** A line a check, in columns; what to do stands under what is wrong. */
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

/** By words; a word that is too long, such as an address, stays whole so that it can be copied. */
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
