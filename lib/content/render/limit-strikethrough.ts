import type { Processor } from 'unified'

/** What this file uses of a micromark token. */
interface Token {
  type: string
  start: { offset: number }
  end: { offset: number }
  /** Whether it can begin or end a span. */
  _open?: boolean
  _close?: boolean
}

type Events = [kind: string, token: Token, context: unknown][]

interface Construct {
  name?: string
  resolveAll?(events: Events, context: unknown): Events
}

/**
 * Keeps remark-gfm from searching all text before a tilde for the beginning of its span where there is none: the time it takes would
 * grow with the square of their number.
 */
export function limitStrikethrough(this: Processor): void {
  const extensions = (this.data().micromarkExtensions ?? []) as {
    text?: Record<number, Construct | Construct[]>
  }[]
  for (const construct of extensions.flatMap(({ text }) => text?.[tilde] ?? [])) {
    const { name, resolveAll } = construct
    if (name !== 'strikethrough' || resolveAll === undefined) continue
    // The list of what is resolved within other spans has the same object.
    construct.resolveAll = (events, context) => {
      unmarkUnopened(events)
      return resolveAll(events, context)
    }
  }
}

const tilde = 126

/** A tilde without a beginning before it ends no span. A span discards the beginnings in it. */
function unmarkUnopened(events: Events): void {
  const open: number[] = []
  const counts = new Map<number, number>()
  const count = (size: number, change: number) => counts.set(size, (counts.get(size) ?? 0) + change)
  for (const [kind, token] of events) {
    if (kind !== 'enter' || token.type !== 'strikethroughSequenceTemporary') continue
    const size = token.end.offset - token.start.offset
    if (token._close && (counts.get(size) ?? 0) > 0) {
      for (let last = open.pop(); last !== undefined; last = open.pop()) {
        count(last, -1)
        if (last === size) break
      }
      continue
    }
    token._close = false
    if (!token._open) continue
    open.push(size)
    count(size, 1)
  }
}
