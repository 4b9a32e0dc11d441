import { cleanText } from '#lib/api/clean-text.ts'
import type { ApiPrint } from '#lib/api/schema/prints.ts'
import { getJobStem } from '#lib/api/sentences.ts'
import type { Store } from '../ports.ts'
import type { Printer } from '../types.ts'
import { getPublicPrintName } from './serialize-print.ts'
import type { Print } from './types.ts'

/** Names read by one search, however long the history is and however many printers there are; but so many of each printer. */
const maxNames = 10_000
const minNamesPerPrinter = 100

export interface NameMatcher {
  isMatch(name: string): boolean
  isSimilar(name: string): boolean
}

export interface FoundPrints {
  prints: { print: ApiPrint; printer: { id: number; name: string } }[]
  printers: { id: number; name: string }[]
  /** Prints: more than `prints` where the limit left some out. */
  total: number
  /** `false`: names that are only similar, because neither a print's nor a printer's matches. */
  isExact: boolean
}

interface NamedPrint {
  printer: Printer
  number: number
  firstSeenMs: number
}

/**
 * Searches the printers by their names, and the newest prints by their public names followed by their printers', newest first. Names are read again when the printer's revision has changed: what was hidden or purged a moment ago is not found.
 */
export function createPrintSearch(
  store: Pick<Store, 'printers' | 'prints'>,
  serialize: (printer: Printer, print: Print) => Promise<ApiPrint>,
) {
  const known = new Map<number, { revision: number; prints: Map<string, NamedPrint[]> }>()

  async function listNamed(printer: Printer, limit: number): Promise<Map<string, NamedPrint[]>> {
    const { id, revision } = printer
    const read = known.get(id)
    if (read?.revision === revision) return read.prints
    const rows = await store.prints.listNames(id, limit)
    const named = rows.flatMap(({ number, jobName, name: ownName, firstSeenAt }) => {
      const name = getPublicPrintName(printer, { name: ownName, jobName })
      if (name === null) return []
      return { printer, number, firstSeenMs: firstSeenAt.getTime(), name: getJobStem(name) }
    })
    const prints = Map.groupBy(named, ({ name }) => name)
    known.set(id, { revision, prints })
    return prints
  }

  async function load({ printer, number }: NamedPrint): Promise<FoundPrints['prints']> {
    const found = await store.prints.getPrint(printer.id, number)
    if (found === null) return []
    const { id, name } = printer
    const print = await serialize(printer, found.print)
    return [{ print, printer: { id, name: cleanText(name) } }]
  }

  return async ({ isMatch, isSimilar }: NameMatcher, limit: number): Promise<FoundPrints> => {
    const printers = await store.printers.listPrinters()
    const each = Math.max(minNamesPerPrinter, Math.floor(maxNames / Math.max(1, printers.length)))
    const named = await Promise.all(printers.map((printer) => listNamed(printer, each)))
    const find = (isFound: (name: string) => boolean) => ({
      printers: printers.filter(({ name }) => isFound(name)),
      prints: printers.flatMap((printer, at) =>
        [...(named[at] ?? [])].flatMap(([name, prints]) =>
          isFound(`${name} ${printer.name}`) ? prints : [],
        ),
      ),
    })
    const exact = find(isMatch)
    const isExact = exact.printers.length + exact.prints.length > 0
    const matching = isExact ? exact : find(isSimilar)
    matching.prints.sort((a, b) => b.firstSeenMs - a.firstSeenMs)
    return {
      prints: (await Promise.all(matching.prints.slice(0, limit).map(load))).flat(),
      printers: matching.printers.map(({ id, name }) => ({ id, name: cleanText(name) })),
      total: matching.prints.length,
      isExact,
    }
  }
}
