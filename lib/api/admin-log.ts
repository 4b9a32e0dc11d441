type Details = Readonly<Record<string, string>>

/** Sentences of the owner's log about printers. */
const sentences: Record<string, (details: Details) => string> = {
  'printer-added': ({ name }) => `The printer “${name}” was added.`,
  'printer-changed': ({ name, changes }) => `“${name}” was changed: ${changes}.`,
  'camera-paused': ({ name, until }) =>
    `The camera of “${name}” was paused${until === undefined ? '' : ` until ${until.slice(0, 16).replace('T', ' ')} UTC`}.`,
  'camera-resumed': ({ name }) => `The camera of “${name}” was resumed.`,
  'print-published': ({ name, print }) => `Print ${print} of “${name}” was added to the feeds.`,
  'print-unpublished': ({ name, print }) =>
    `Print ${print} of “${name}” was removed from the feeds.`,
  'history-purged': ({ name, from = '', to = '' }) =>
    `The history of “${name}” from ${from.slice(0, 16)}Z to ${to.slice(0, 16)}Z was deleted.`,
  'printer-removed': ({ name }) => `The printer “${name}” was deleted with its history.`,
  'token-added': ({ name, token }) => `A token for “${name}” was made${quote(token)}.`,
  'token-rotated': ({ name, token }) => `A token for “${name}” was replaced${quote(token)}.`,
  'token-removed': ({ name, token }) => `A token for “${name}” was deleted${quote(token)}.`,
  'tokens-replaced': ({ name }) => `All credentials of “${name}” were replaced.`,
}

const quote = (name: string | undefined) => (name ? `: “${name}”` : '')

/** `null` for what isn't about a printer. */
export function describePrinterChange(action: string, details: Details): string | null {
  return sentences[action]?.(details) ?? null
}
