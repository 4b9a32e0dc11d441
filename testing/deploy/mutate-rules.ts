import { parse, stringify } from 'yaml'

interface Rule {
  alert?: string
  record?: string
  expr: string
  for?: string
  labels?: Record<string, string>
}

interface RuleFile {
  groups: { rules: Rule[] }[]
}

export interface Mutant {
  /** `PaparazzaStoreDown threshold: 0 -> 1` */
  name: string
  /** The changed alert, or `null` if it is a record, which any alert may read. */
  alert: string | null
  /** The rule file with this one change. */
  text: string
}

/** Replacements of each match; `inMatchers` says whether only matches within, or only those outside of, `{...}` count. */
interface Operator {
  kind: string
  pattern: RegExp
  inMatchers: boolean
  replace(match: string): string[]
}

const flipped: Record<string, string[]> = {
  '>': ['<', '>='],
  '<': ['>', '<='],
  '>=': ['<', '>'],
  '==': ['!='],
  min: ['max'],
  max: ['min'],
  sum: ['max', 'min'],
  sum_over_time: ['max_over_time'],
  and: ['unless'],
  unless: ['and'],
  or: ['unless'],
  '/': ['*'],
  '=': ['!='],
  '!=': ['='],
  '=~': ['!~'],
  '0': ['1'],
  '1': ['0'],
}
const flip = (match: string) => flipped[match] ?? []
const scaleDuration = (match: string) =>
  [0.5, 2].map((factor) =>
    match.replace(/(\d+)m/, (_, minutes) => `${Number(minutes) * 60 * factor}s`),
  )

/** Every item of a separated list left out once. */
function dropEach(list: string, separator: string): string[] {
  const items = list.split(separator)
  return items.length < 2
    ? []
    : items.map((_, left) => items.filter((__, index) => index !== left).join(separator))
}

const operators: Operator[] = [
  { kind: 'comparison', pattern: /[=!<>]=|[<>]/g, inMatchers: false, replace: flip },
  {
    kind: 'aggregation',
    pattern: /\b(min|max|sum)(_over_time)?\b/g,
    inMatchers: false,
    replace: flip,
  },
  { kind: 'set', pattern: /\b(and|or|unless)\b/g, inMatchers: false, replace: flip },
  { kind: 'arithmetic', pattern: /(?<= )\/(?= )/g, inMatchers: false, replace: flip },
  {
    kind: 'threshold',
    pattern: /(?<=[=<>-] )\d[\d.e]*/g,
    inMatchers: false,
    replace: (match) =>
      flipped[match] ?? [0.9, 1.1].map((factor) => String(Number(match) * factor)),
  },
  { kind: 'range', pattern: /(?<=\[|:|offset )\d+m/g, inMatchers: false, replace: scaleDuration },
  {
    kind: 'labels',
    pattern: /(?<=(?:by|on) \()[\w, ]+(?=\))/g,
    inMatchers: false,
    replace: (match) => dropEach(match, ', '),
  },
  { kind: 'labels', pattern: /[=!]~|!?=/g, inMatchers: true, replace: flip },
  { kind: 'labels', pattern: /\{.+?"\}/g, inMatchers: true, replace: () => [''] },
  {
    kind: 'labels',
    pattern: /(?<=["(])[^"()]+(?:\([^")]+\))?[^"()]*(?=[")])/g,
    inMatchers: true,
    replace: (match) => dropEach(match, '|'),
  },
]

/** Ranges of the label matchers. Their regular expressions have parentheses but no braces. */
function listMatchers(expr: string): [number, number][] {
  return [...expr.matchAll(/\{.+?\}/g)].map(({ index, 0: { length } }) => [index, index + length])
}

function* mutateExpression(
  expr: string,
): Generator<{ kind: string; from: string; to: string; expr: string }> {
  const matchers = listMatchers(expr)
  for (const { kind, pattern, inMatchers, replace } of operators)
    for (const { 0: from, index } of expr.matchAll(pattern)) {
      const isInside = matchers.some(([start, end]) => start <= index && index < end)
      if (isInside !== inMatchers) continue
      for (const to of replace(from))
        yield { kind, from, to, expr: expr.slice(0, index) + to + expr.slice(index + from.length) }
    }
}

/** @returns the rule file once for every single change that a test of its rules should notice */
export function mutateRules(text: string): Mutant[] {
  const { groups } = parse(text) as RuleFile
  const mutants: Mutant[] = []
  const rules = groups.flatMap((group) => group.rules)
  for (const rule of rules) {
    const original = { ...rule }
    const add = (kind: string, from: string, to: string, change: Partial<Rule>) => {
      Object.assign(rule, change)
      const name = `${rule.alert ?? rule.record} ${kind}: ${from} -> ${to || 'nothing'}`
      mutants.push({
        name,
        alert: rule.alert ?? null,
        text: stringify({ groups }, { aliasDuplicateObjects: false }),
      })
      Object.assign(rule, original)
    }
    for (const { kind, from, to, expr } of mutateExpression(rule.expr))
      add(kind, from, to, { expr })
    if (rule.alert === undefined) continue
    const { severity = '' } = rule.labels ?? {}
    const other = severity === 'critical' ? 'warning' : 'critical'
    add('severity', severity, other, { labels: { ...rule.labels, severity: other } })
    const duration = rule.for ?? '0m'
    const changed = rule.for === undefined ? ['5m'] : ['0m', ...scaleDuration(rule.for).slice(1)]
    for (const each of changed) add('for', duration, each, { for: each })
    if (rule.for === undefined) delete rule.for
  }
  return mutants
}
