import type { ApiPrint } from '#lib/api/schema/prints.ts'
import { getJobStem } from '#lib/api/sentences.ts'
import type { Store } from '../ports.ts'
import { getPublicJobName } from '../serialize.ts'
import type { Printer } from '../types.ts'
import type { PrintName } from './print-store.ts'
import type { Print } from './types.ts'

/** Names read by one search, however long the history is and however many printers there are; but so many of each printer. */
const maxNames = 10_000
const minNamesPerPrinter = 100

export interface NameMatcher {
  isMatch(name: string): boolean
  isSimilar(name: string): boolean
}

export interface FoundPrints {
  prints: { print: ApiPrint; printer: Pick<Printer, 'id' | 'name'> }[]
  /** More than `prints` where the limit left some out. */
  total: number
  /** `false`: names that are only similar, because none matches. */
  isExact: boolean
}

/**
 * Searches the newest prints by their public names, newest first. Where the owner publishes neither name nor alias, nothing is read.
 * The names are read anew each time: what was hidden or purged a moment ago is not found.
 */
export async function searchPrints(
  store: Pick<Store, 'printers' | 'prints'>,
  serialize: (printer: Printer, print: Print) => Promise<ApiPrint>,
  { isMatch, isSimilar }: NameMatcher,
  limit: number,
): Promise<FoundPrints> {
  const printers = (await store.printers.listPrinters()).filter(
    ({ jobAlias, publishesJobName }) => publishesJobName || jobAlias !== null,
  )
  const each = Math.max(minNamesPerPrinter, Math.floor(maxNames / Math.max(1, printers.length)))
  const named = await Promise.all(
    printers.map(async (printer) =>
      (await store.prints.listNames(printer.id, each)).flatMap((print) => toNamed(printer, print)),
    ),
  )
  const all = named.flat()
  const exact = all.filter(({ name }) => isMatch(name))
  const matching = exact.length > 0 ? exact : all.filter(({ name }) => isSimilar(name))
  matching.sort((a, b) => b.firstSeenAt.getTime() - a.firstSeenAt.getTime())
  const found = await Promise.all(
    matching.slice(0, limit).map(async ({ printer, number }) => {
      const row = await store.prints.getPrint(printer.id, number)
      return row === null ? [] : { print: await serialize(printer, row.print), printer }
    }),
  )
  return { prints: found.flat(), total: matching.length, isExact: exact.length > 0 }
}

function toNamed(printer: Printer, { number, jobName, firstSeenAt }: PrintName) {
  const name = getPublicJobName(printer, { jobName })
  return name === null ? [] : { printer, number, firstSeenAt, name: getJobStem(name) }
}
