import type { Heading } from '../render/headings.ts'

export interface TocEntry {
  id: string
  text: string
  children: TocEntry[]
}

/** Fewer headings are seen at a glance. */
const fewestHeadings = 3

/** Headings as a tree; a heading that skips a level hangs below the nearest one above it. */
export function buildToc(headings: readonly Heading[]): TocEntry[] {
  if (headings.length < fewestHeadings) return []
  const root: TocEntry = { id: '', text: '', children: [] }
  const open: { depth: number; entry: TocEntry }[] = [{ depth: 0, entry: root }]
  for (const { id, text, depth } of headings) {
    const entry = { id, text, children: [] }
    while ((open.at(-1)?.depth ?? 0) >= depth) open.pop()
    open.at(-1)?.entry.children.push(entry)
    open.push({ depth, entry })
  }
  return root.children
}
