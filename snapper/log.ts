export type LogLevel = 'info' | 'warn' | 'error'
export type LogFields = Record<string, string | number | boolean | null | undefined>
export type Log = (level: LogLevel, message: string, fields?: LogFields) => void

/** Takes secrets out of a text, in whatever encoding they were sent: an answer or an error may repeat what we said. */
export function createRedactor(secrets: readonly string[]): (text: string) => string {
  const forms = secrets
    .filter((secret) => secret !== '')
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
    // Longest first: a secret may hold another one.
    .toSorted((a, b) => b.length - a.length)
  // In one pass, so that a short secret isn't found in the word that stands for another one.
  const pattern = forms.length === 0 ? null : new RegExp(forms.map(RegExp.escape).join('|'), 'g')
  return (text) => (pattern ? text.replace(pattern, '[secret]') : text)
}

/** One JSON object a line, without the secrets. */
export function createLog(write: (line: string) => void, secrets: readonly string[]): Log {
  const blank = createRedactor(secrets)
  return (level, message, fields = {}) => {
    const blanked = Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'string' ? blank(value) : value,
    ])
    const entry = { time: new Date().toISOString(), level, msg: blank(message) }
    write(`${JSON.stringify({ ...entry, ...Object.fromEntries(blanked) })}\n`)
  }
}

/** An address as it may be logged: without user, password and query, where keys and tokens sit. */
export function formatAddress(url: URL): string {
  return `${url.origin}${url.pathname}`
}
