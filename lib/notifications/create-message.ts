import { findJpeg } from '#lib/api/find-jpeg.ts'
import type { Formats } from '#lib/api/formats.ts'
import type { ApiPrinter, ApiSnapshot } from '#lib/api/schema/printer.ts'
import type { ApiPrint } from '#lib/api/schema/prints.ts'
import { describeFact } from './describe-fact.ts'
import { endKinds, type FactKind, factKinds } from './facts/fact-kinds.ts'
import type { Message } from './message.ts'
import type { Delivery, OutboxStore } from './ports.ts'

/** Where a message takes what it says from. Both are as the site publishes them, without what the owner keeps private. */
export interface MessageSources {
  getPrinter(id: number): Promise<ApiPrinter | null>
  getPrint(printerId: number, number: number): Promise<ApiPrint | null>
  outbox: Pick<OutboxStore, 'listDigest'>
  siteUrl: string
  getSite(): Formats & { title: string }
}

/** Why a message isn't sent. `later`: it isn't true at the moment, and will be. */
export interface NoMessage {
  isLater: boolean
  reason: string
}

const gone = (reason: string): NoMessage => ({ isLater: false, reason })

/** What a delivery says, from what is known now. */
export async function createMessage(
  delivery: Delivery,
  sources: MessageSources,
): Promise<Message | NoMessage> {
  if (delivery.kind === 'digest') return await createDigest(delivery, sources)
  const { printerId, print: number } = delivery
  const printer = printerId === null ? null : await sources.getPrinter(printerId)
  if (printerId !== null && printer === null) return gone('The printer was removed.')
  const print =
    printerId === null || number === null ? null : await sources.getPrint(printerId, number)
  if (number !== null && print === null) return gone('The print was removed.')
  const kind = correctKind(delivery.kind, print, printer)
  if (typeof kind === 'object') return kind
  const { siteUrl } = sources
  const { title: siteTitle, ...formats } = sources.getSite()
  const { detail } = delivery
  const known = { printer, print, detail, siteTitle, siteUrl, formats }
  return {
    ...describeFact(kind, known),
    id: delivery.messageId,
    type: `${print === null ? (printer === null ? 'site' : 'printer') : 'print'}.${kind}`,
    at: delivery.happenedAt,
    picture: toPicture(isOver(kind) ? (print?.picture ?? null) : (printer?.snapshot ?? null)),
    priority: factKinds[kind].priority,
    printer: printer && { id: printer.id, name: printer.name },
    print,
    messages: [],
  }
}

const isOver = (kind: FactKind) => Object.values<FactKind>(endKinds).includes(kind)

/** What has changed since: a late report may say how a print ended, or that it hasn't. */
function correctKind(
  kind: FactKind,
  print: ApiPrint | null,
  printer: ApiPrinter | null,
): FactKind | NoMessage {
  if (kind === 'error' && printer?.state !== 'error') return gone('The error was over by then.')
  if (print === null) return kind
  if (kind === 'paused' && (printer?.state === 'printing' || printer?.state === 'resuming'))
    return gone('It was resumed by then.')
  if (isOver(kind))
    return print.outcome === 'running'
      ? { isLater: true, reason: 'A later report says that it still prints.' }
      : endKinds[print.outcome]
  return print.outcome === 'running' ? kind : gone('The print was over by then.')
}

function toPicture(snapshot: ApiSnapshot | null): Message['picture'] {
  const url = snapshot === null ? undefined : findJpeg(snapshot, 1280)?.url
  return snapshot === null || url === undefined ? null : { url, alt: snapshot.alt }
}

async function createDigest(
  delivery: Delivery,
  sources: MessageSources,
): Promise<Message | NoMessage> {
  const listed = await sources.outbox.listDigest(delivery.id)
  const created = await Promise.all(listed.map((each) => createMessage(each, sources)))
  const messages = created.filter((each) => 'id' in each)
  if (messages.length === 0) return gone('Nothing is left to list.')
  const lines = messages.map(({ title, text }) => `${title}. ${text.split('\n')[0]}`.trim())
  return {
    id: delivery.messageId,
    type: 'digest',
    at: delivery.happenedAt,
    title: `${messages.length === 1 ? 'One message' : `${messages.length} messages`} of ${sources.getSite().title}`,
    text: lines.join('\n'),
    url: sources.siteUrl,
    picture: null,
    priority: Math.min(3, Math.max(...messages.map(({ priority }) => priority))),
    printer: null,
    print: null,
    messages,
  }
}

/** For `npm run notifications -- test`. */
export function createTestMessage(
  id: string,
  at: Date,
  { siteUrl, getSite }: Pick<MessageSources, 'siteUrl' | 'getSite'>,
): Message {
  return {
    id,
    type: 'test',
    at,
    title: `Test message of ${getSite().title}`,
    text: 'This channel works.',
    url: siteUrl,
    picture: null,
    priority: 3,
    printer: null,
    print: null,
    messages: [],
  }
}
