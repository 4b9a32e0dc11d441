export interface Instruction {
  /** Upper case. */
  word: string
  /** `--name=value` before the rest. */
  flags: Record<string, string>
  rest: string
  line: number
}

export interface Stage {
  name: string
  base: string
  instructions: Instruction[]
}

/** Reads a Dockerfile as far as ours goes: no heredocs, no other escape character. */
export function parseDockerfile(text: string): { args: Instruction[]; stages: Stage[] } {
  const args: Instruction[] = []
  const stages: Stage[] = []
  for (const instruction of listInstructions(text)) {
    if (instruction.word === 'FROM') {
      const [base = '', as = '', name = ''] = instruction.rest.split(/\s+/)
      if (as.toUpperCase() !== 'AS')
        throw new Error(`Line ${instruction.line}: a stage has no name.`)
      stages.push({ name, base, instructions: [] })
      continue
    }
    const stage = stages.at(-1)
    if (stage) stage.instructions.push(instruction)
    else args.push(instruction)
  }
  return { args, stages }
}

function* listInstructions(text: string): Iterable<Instruction> {
  const lines = text.split('\n')
  for (let index = 0; index < lines.length; index++) {
    const line = index + 1
    let whole = lines[index] ?? ''
    if (/^\s*(#|$)/.test(whole)) continue
    while (whole.endsWith('\\')) whole = whole.slice(0, -1) + (lines[++index] ?? '')
    const [, word = '', tail = ''] = /^\s*(\w+)\s*(.*)$/.exec(whole) ?? []
    const flags: Record<string, string> = {}
    let rest = tail
    for (;;) {
      const flag = /^--([\w-]+)=(\S+)\s*/.exec(rest)
      if (flag === null) break
      flags[flag[1] ?? ''] = flag[2] ?? ''
      rest = rest.slice(flag[0].length)
    }
    yield { word: word.toUpperCase(), flags, rest: rest.replace(/\s+/g, ' ').trim(), line }
  }
}

/** Fills `${NAME}` and `$NAME` in. */
export function fillIn(text: string, values: Record<string, string>): string {
  return text.replaceAll(/\$\{(\w+)\}|\$(\w+)/g, (whole, a, b) => values[a ?? b] ?? whole)
}

/** `NAME=value NAME="value"` of ENV and ARG. */
export function parseAssignments(rest: string): [string, string][] {
  return [...rest.matchAll(/(\w+)=("[^"]*"|\S*)/g)].map(([, name = '', value = '']) => [
    name,
    value.replace(/^"(.*)"$/, '$1'),
  ])
}
