import {
  describeDuration,
  describeEndWithDay,
  describeStart,
  formatPrintTitle,
} from '#lib/api/describe-print.ts'
import type { Formats } from '#lib/api/formats.ts'
import { printerPagePath } from '#lib/api/paths.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import type { ApiPrint } from '#lib/api/schema/prints.ts'
import { describeState, formatProgress } from '#lib/api/sentences.ts'
import { formatInterval, formatMoment } from '#lib/api/times.ts'
import type { FactKind } from './facts/fact-kinds.ts'

/** What the sentences are about, as it is now: a print that was corrected meanwhile is described as corrected. */
export interface Known {
  printer: ApiPrinter | null
  print: ApiPrint | null
  detail: string | null
  siteTitle: string
  siteUrl: string
  formats: Formats
}

export interface Description {
  title: string
  text: string
  url: string
}

/** The sentences of a fact. */
export function describeFact(kind: FactKind, known: Known): Description {
  const { title, text } = descriptions[kind](known, {
    printer: known.printer?.name ?? 'A printer',
    print: known.print === null ? 'A print' : formatPrintTitle(known.print),
  })
  const { siteUrl, printer, print } = known
  const page = printer === null ? '/' : printerPagePath(printer.id)
  return { title, text, url: print?.url ?? siteUrl + page }
}

type Describe = (
  known: Known,
  names: { printer: string; print: string },
) => { title: string; text: string }

const describeEnd =
  (toTitle: (names: { printer: string; print: string }) => string): Describe =>
  ({ print, formats }, names) => ({
    title: toTitle(names),
    text:
      print === null
        ? ''
        : `${describeEndWithDay(print, formats)}. ${describeStart(print, formats)}. Took ${describeDuration(print)}.`,
  })

const formatDetailTime = ({ detail, formats }: Known) =>
  formatMoment(new Date(detail ?? Number.NaN), formats)

const descriptions = {
  started: ({ print, formats }, names) => ({
    title: `${names.printer} has started ${names.print}`,
    text: print === null ? '' : `${describeStart(print, formats)}.`,
  }),
  half: ({ print }, names) => ({
    title: `${names.printer} has printed half of ${names.print}`,
    text: `${formatProgress(print?.progress ?? 50)}.`,
  }),
  finished: describeEnd(({ printer, print }) => `${printer} has finished ${print}`),
  failed: describeEnd(({ printer, print }) => `${print} has failed on ${printer}`),
  cancelled: describeEnd(({ printer, print }) => `${print} was cancelled on ${printer}`),
  ended: describeEnd(({ printer, print }) => `${print} has ended on ${printer}`),
  paused: ({ print }, names) => ({
    title: `${names.printer} is paused while printing ${names.print}`,
    text: `It waits for somebody${print?.progress ? `, at ${formatProgress(print.progress)}` : ''}.`,
  }),
  error: ({ printer }, names) => ({
    title: `${names.printer} has an error`,
    text: `Nothing is printing.${printer?.status ? ` It says: ${printer.status}` : ''}`,
  }),
  late: (known, { printer }) => ({
    title: `Pictures of ${printer} are missing`,
    text: `The last one was of ${formatDetailTime(known)}${known.printer === null ? '' : `, and one is due every ${formatInterval(known.printer.interval_seconds)}`}.`,
  }),
  silent: (known, { printer }) => ({
    title: `No report from ${printer} for a day`,
    text: `The last one arrived on ${formatDetailTime(known)}. Check the snapper and its network.`,
  }),
  back: ({ printer }, names) => ({
    title: `${names.printer} reports again`,
    text: printer === null ? '' : `${describeState(printer)}.`,
  }),
  refused: ({ detail }, { printer }) => ({
    title: `Reports of ${printer} are refused`,
    text: detail ?? '',
  }),
  storage: ({ detail, siteTitle }) => ({
    title: `The disk of ${siteTitle} is nearly full`,
    text: `${Math.round(Number(detail) / 1e6)} MB are free. When it is full, pictures are refused. Lower MAX_STORAGE_MB, or make room.`,
  }),
  content: ({ detail, siteTitle }) => ({
    title: `A file of ${siteTitle} has an error`,
    text: `It is left out, or shown as it was before.\n${detail ?? ''}`,
  }),
} satisfies Record<FactKind, Describe>
