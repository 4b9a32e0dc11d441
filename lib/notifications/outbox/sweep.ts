import { findAbsenceFacts } from '../facts/absence-facts.ts'
import type { Fact } from '../facts/fact-kinds.ts'
import { findContentFact, findRefusalFact, findStorageFact } from '../facts/site-facts.ts'
import type { OutboxStore } from '../ports.ts'

type Current = Parameters<typeof findAbsenceFacts>[1]
type Printer = Parameters<typeof findAbsenceFacts>[0]

export interface SweepParts {
  outbox: Pick<OutboxStore, 'insertFacts'>
  listPrinters(): Promise<readonly Printer[]>
  listCurrent(): Promise<ReadonlyMap<number, Current>>
  /** By printer. */
  listRefusals(): Promise<ReadonlyMap<number, Parameters<typeof findRefusalFact>[2]>>
  /** What is wrong in the content folder, as it is logged. */
  listContentFaults(): readonly string[]
  /** Bytes of the disk of DATA_DIR; `null` where they can't be read. */
  readDisk(): Promise<{ free: number; size: number } | null>
  now(): Date
  /** How long this process has been able to receive anything, by a clock that doesn't jump. */
  getUpMs(): number
}

/**
 * Looks for what no report says: what is missing, and what is wrong with the site. A fact is written when two looks in a row find it.
 * Every replica looks; a fact has the same subject in all of them.
 * @returns the look, to be called once a minute
 */
export function createSweep(parts: SweepParts): () => Promise<void> {
  /** By subject: whether it was written. What isn't found any more is forgotten. */
  let known = new Map<string, boolean>()
  return async () => {
    const found = await findFacts(parts)
    const news = found.filter(({ subject }) => known.get(subject) === false)
    if (news.length > 0) await parts.outbox.insertFacts(news, parts.now())
    known = new Map(found.map(({ subject }) => [subject, known.has(subject)]))
  }
}

async function findFacts(parts: SweepParts): Promise<Fact[]> {
  const now = parts.now()
  const upSince = new Date(now.getTime() - parts.getUpMs())
  const [printers, current, refusals] = await Promise.all([
    parts.listPrinters(),
    parts.listCurrent(),
    parts.listRefusals(),
  ])
  const disk = await parts.readDisk()
  const facts = printers.flatMap((printer) => {
    const known = current.get(printer.id)
    if (known === undefined) return []
    const refusal = findRefusalFact(printer, known, refusals.get(printer.id) ?? [], now)
    return [...findAbsenceFacts(printer, known, { upSince, now }), ...(refusal ? [refusal] : [])]
  })
  const ofSite = [
    disk && findStorageFact(disk, now),
    findContentFact(parts.listContentFaults(), now),
  ]
  return [...facts, ...ofSite.filter((fact) => fact !== null)]
}
