type Details = Readonly<Record<string, string>>

/** Sentences of the owner's log about printers and channels. */
const sentences: Record<string, (details: Details) => string> = {
  'printer-added': ({ name }) => `The printer “${name}” was added.`,
  'printer-changed': ({ name, changes }) => `“${name}” was changed: ${changes}.`,
  'printers-ordered': ({ names }) => `The printers were put in this order: ${names}.`,
  'backup-downloaded': () => 'A backup was downloaded.',
  'camera-paused': ({ name, until }) =>
    `The camera of “${name}” was paused${until === undefined ? '' : ` until ${until.slice(0, 16).replace('T', ' ')} UTC`}.`,
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
  'print-split': ({ name, print, at = '' }) =>
    `Print ${print} of “${name}” was split at ${at.slice(0, 16)}Z.`,
  'history-purged': ({ name, from = '', to = '' }) =>
    `The history of “${name}” from ${from.slice(0, 16)}Z to ${to.slice(0, 16)}Z was deleted.`,
  'pictures-hidden': (details) => describePictures(details, 'hidden'),
  'pictures-shown': (details) => describePictures(details, 'shown again'),
  'pictures-deleted': (details) => describePictures(details, 'deleted'),
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
  'channel-removed': ({ name }) => `The channel “${name}” was removed with its messages.`,
}

function describePictures({ name, pictures, from = '', to = '' }: Details, what: string): string {
  const [start, end] = [from, to].map((time) => time.slice(0, 16).replace('T', ' '))
  return pictures === '1'
    ? `A picture of “${name}” was ${what}: that of ${start} UTC.`
    : `${pictures} pictures of “${name}” were ${what}: those from ${start} to ${end} UTC.`
}

const quote = (name: string | undefined) => (name ? `: “${name}”` : '')

/** `null` for what is about something else. */
export function describePrinterChange(action: string, details: Details): string | null {
  return sentences[action]?.(details) ?? null
}
