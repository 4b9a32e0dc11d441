import type { Processor } from 'unified'

type State = (code: number | null) => State | undefined

interface Token {
  type: string
  start: { line: number; offset: number }
  end: { offset: number }
}

/** What this file uses of a micromark tokenizer. */
interface TokenizeContext {
  previous: number | null
  events: [string, Token, unknown][]
  sliceSerialize(token: Pick<Token, 'start' | 'end'>): string
}

interface Construct {
  tokenize(this: TokenizeContext, effects: unknown, ok: State, nok: State): State
}

/** A text in dollars that was not taken for a formula, although it could be one. */
type ReportUnsure = (line: number, source: string) => void

/**
 * Lets remark-math take text in dollars for a formula only if it looks like one: prices and shell variables stay text. Decided during
 * the parse, because the second dollar of two prices may be the first of a formula.
 */
export function restrictDollarMath(this: Processor, report: ReportUnsure): void {
  const extensions = (this.data().micromarkExtensions ?? []) as {
    text?: Record<number, Construct>
  }[]
  for (const extension of extensions) {
    const construct = extension.text?.[dollar]
    if (extension.text === undefined || construct === undefined) continue
    extension.text[dollar] = {
      ...construct,
      tokenize(effects, ok, nok) {
        const before = toCharacter(this.previous)
        const check: State = (code) => {
          const [, token] = this.events.at(-1) ?? []
          const source = token === undefined ? '' : this.sliceSerialize(token)
          const answer = judge(source, before, toCharacter(code))
          if (answer === 'unsure' && token !== undefined) report(token.start.line, source)
          return answer === 'formula' ? ok(code) : nok(code)
        }
        return construct.tokenize.call(this, effects, check, nok)
      },
    }
  }
}

const dollar = 36

/** A command, an index or an exponent. `HOME_DIR` has none. */
const texMarks = /\\[a-z]|\^|_\{|(?<![\p{L}\d_])\p{L}?_[\p{L}\d]/iu
/** Of scripts with spaces between words; others have formulas right after a letter. */
const wordCharacter = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}]/u
const functions =
  /\b(?:a?(?:rc)?(?:sin|cos|tan|cot|sec|csc)h?|log|ln|exp|lim|max|min|sup|inf|det|dim|gcd|lcm|mod|arg|ker|if|and|or|for)\b/g

/**
 * Pandoc's rule, and more: a formula begins and ends without a space, no digit follows, and what it contains are not words.
 * @param source with its dollars
 */
function judge(source: string, before: string, after: string): 'formula' | 'text' | 'unsure' {
  const [marks = ''] = /^\$+/.exec(source) ?? []
  const tex = source.slice(marks.length, -marks.length)
  const hasTexMarks = texMarks.test(tex)
  const isPadded = /^\s/.test(tex) && /\s$/.test(tex)
  const isTight = !/^\s|\s$/.test(tex)
  if (!hasTexMarks && isPadded && !/[=+<>]/.test(tex)) return 'text'
  if (marks.length > 1) return hasWords(tex) ? 'unsure' : 'formula'
  if (!isTight && !(isPadded && hasTexMarks)) return 'text'
  if (/\d/.test(after) || (!hasTexMarks && wordCharacter.test(before))) return 'text' // `US$5`
  if (hasWords(tex)) return 'unsure'
  // `$HOME/$USER`; but the `$n$th`.
  const isFormula = /^_?[\p{L}\d]$|\\|\^/u.test(tex)
  if (!isFormula && (wordCharacter.test(after) || /[_({]/.test(after)))
    return hasTexMarks ? 'unsure' : 'text'
  // A bracket that closes before one opens, or a quotation mark.
  const isCut = !hasTexMarks && /^[^([{]*[)\]}]|["“”„«»`]/.test(tex)
  return isCut ? 'unsure' : 'formula'
}

/** Two words in a row, a word between two numbers, or letters that formulas don't use. */
export function hasWords(tex: string): boolean {
  const plain = tex
    .replace(/\\(?:text\w*|math\w+|mbox|operatorname\*?|begin|end|tag|label)\s*\{[^{}]*\}/g, '\\')
    .replace(/\\[a-z]+/gi, '\\')
  return (
    /(?<![\p{L}\\])\p{L}{2,}[.,;:!?]?\s+\p{L}{2,}/u.test(plain.replace(functions, '+')) ||
    /^\s*\d\S*\s+\P{L}?\p{L}{2,}\s+\S*\d/u.test(plain) ||
    /^\s*\d\S*\s+(?:and|or|for|if)\b/.test(plain) ||
    /[\p{Script=Cyrillic}\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(
      plain,
    )
  )
}

function toCharacter(code: number | null): string {
  return code === null || code < 0 ? '\n' : String.fromCodePoint(code)
}
