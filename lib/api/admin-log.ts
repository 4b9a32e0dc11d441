import type { Formats } from './formats.ts'
import { formatMoment } from './times.ts'

type Details = Readonly<Record<string, string>>
/** A time of the details, RFC 3339, for people. */
type Say = (time?: string) => string

/** Sentences of the owner's log about printers, channels and webmentions. */
const sentences: Record<string, (details: Details, say: Say) => string> = {
  'printer-added': ({ name }) => `The printer “${name}” was added.`,
  'printer-changed': ({ name, changes }) => `“${name}” was changed: ${changes}.`,
  'printers-ordered': ({ names }) => `The printers were put in this order: ${names}.`,
  'backup-downloaded': () => 'A backup was downloaded.',
  'camera-paused': ({ name, until }, say) =>
    `The camera of “${name}” was paused${until === undefined ? '' : ` until ${say(until)}`}.`,
  'camera-resumed': ({ name }) => `The camera of “${name}” was resumed.`,
  'print-published': ({ name, print }) => `Print ${print} of “${name}” was added to the feeds.`,
  'print-unpublished': ({ name, print }) =>
    `Print ${print} of “${name}” was removed from the feeds.`,
  'print-described': ({ name, print, changes }) =>
    `Print ${print} of “${name}” was changed: ${changes}.`,
  'print-hidden': ({ name, print }) => `Print ${print} of “${name}” was hidden.`,
  'print-shown': ({ name, print }) => `Print ${print} of “${name}” is shown again.`,
  'prints-joined': ({ name, print }) =>
    `Print ${print} of “${name}” was joined with the one before it.`,
  'print-split': ({ name, print, at }, say) =>
    `Print ${print} of “${name}” was split at ${say(at)}.`,
  'history-purged': ({ name, from, to }, say) =>
    `The history of “${name}” from ${say(from)} to ${say(to)} was deleted.`,
  'pictures-hidden': describePictures('hidden'),
  'pictures-shown': describePictures('shown again'),
  'pictures-deleted': describePictures('deleted'),
  'printer-removed': ({ name }) => `The printer “${name}” was deleted with its history.`,
  'token-added': ({ name, token }) => `A token for “${name}” was made${quote(token)}.`,
  'token-rotated': ({ name, token }) => `A token for “${name}” was replaced${quote(token)}.`,
  'token-removed': ({ name, token }) => `A token for “${name}” was deleted${quote(token)}.`,
  'tokens-replaced': ({ name }) => `All credentials of “${name}” were replaced.`,
  'channel-added': ({ name, kind }) => `The channel “${name}” (${kind}) was added.`,
  'channel-changed': ({ name }) => `The channel “${name}” was changed.`,
  'channel-on': ({ name }) => `The channel “${name}” was turned on.`,
  'channel-off': ({ name }) => `The channel “${name}” was turned off.`,
  'channel-rotated': ({ name }) => `The secret of the channel “${name}” was replaced.`,
  'message-retried': ({ message }) => `Message ${message} of the notifications was sent again.`,
  'message-dropped': ({ message }) => `Message ${message} of the notifications was dropped.`,
  'mention-accepted': ({ mention }) => `Webmention ${mention} was accepted.`,
  'mention-rejected': ({ mention }) => `Webmention ${mention} was rejected.`,
  'mention-deleted': ({ mention }) => `Webmention ${mention} was deleted.`,
  'mentions-blocked': ({ value }) => `Webmentions of ${value} were blocked.`,
  'mentions-unblocked': ({ value }) => `Webmentions of ${value} are allowed again.`,
  'mentions-set': ({ known }) =>
    `Webmentions of known sites ${known === 'on' ? 'are shown at once' : 'wait for you'}.`,
  'channel-removed': ({ name }) => `The channel “${name}” was removed with its messages.`,
}

function describePictures(what: string) {
  return ({ name, pictures, from, to }: Details, say: Say) =>
    pictures === '1'
      ? `A picture of “${name}” was ${what}: that of ${say(from)}.`
      : `${pictures} pictures of “${name}” were ${what}: those from ${say(from)} to ${say(to)}.`
}

const quote = (name: string | undefined) => (name ? `: “${name}”` : '')

/** `null` for what is about something else. */
export function describePrinterChange(
  action: string,
  details: Details,
  formats: Formats,
): string | null {
  const say: Say = (time = '') =>
    Number.isNaN(Date.parse(time)) ? time : formatMoment(new Date(time), formats)
  return sentences[action]?.(details, say) ?? null
}
