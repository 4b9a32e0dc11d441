/** A text with plain line breaks, and how each of its lines ends in the file. */
export interface WithLineEnds {
  text: string
  ends: readonly string[]
}

export function splitLineEnds(text: string): WithLineEnds {
  return { text: text.replaceAll('\r\n', '\n'), ends: text.match(/\r?\n/g) ?? [] }
}

/** The ends of a changed text's lines: those of the same lines before, and in between those of the lines in their place. */
export function carryLineEnds({ text, ends }: WithLineEnds, changed: string): string[] {
  const [before, after] = [text.split('\n'), changed.split('\n')]
  const isSame = (index: number, fromEnd: boolean) =>
    fromEnd ? before.at(-1 - index) === after.at(-1 - index) : before[index] === after[index]
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && isSame(start, false)) start += 1
  let left = 0
  while (left < shorter - start && isSame(left, true)) left += 1
  const added = after.length - before.length
  const last = ends.at(-1) ?? '\n'
  return after.slice(1).map((_, line) => {
    if (line >= after.length - left - 1) return ends[line - added] ?? last
    // A new line ends like the last one that it comes after or replaces.
    return ends[Math.min(line, Math.max(start - 1, before.length - left - 1))] ?? last
  })
}

export function joinLineEnds({ text, ends }: WithLineEnds): string {
  const [first = '', ...rest] = text.split('\n')
  return rest.reduce((joined, line, index) => joined + (ends[index] ?? '\n') + line, first)
}
