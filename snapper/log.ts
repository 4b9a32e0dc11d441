export type LogLevel = 'info' | 'warn' | 'error'
export type LogFields = Record<string, string | number | boolean | null | undefined>
export type Log = (level: LogLevel, message: string, fields?: LogFields) => void

/** Replaces secrets in a text, in every encoding we send: a response or an error may echo the request. */
export function createRedactor(secrets: readonly string[]): (text: string) => string {
  const forms = secrets
    .filter((secret) => secret !== '')
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
    // Longest first: one secret may contain another.
    .toSorted((a, b) => b.length - a.length)
  // In one pass, so that a short secret isn't found inside a replacement.
  const pattern = forms.length === 0 ? null : new RegExp(forms.map(RegExp.escape).join('|'), 'g')
  return (text) => (pattern ? text.replace(pattern, '[secret]') : text)
}

/** Writes one JSON object per line, with secrets redacted. */
export function createLog(write: (line: string) => void, secrets: readonly string[]): Log {
  const redact = createRedactor(secrets)
  return (level, message, fields = {}) => {
    const redacted = Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'string' ? redact(value) : value,
    ])
    const entry = { time: new Date().toISOString(), level, msg: redact(message) }
    write(`${JSON.stringify({ ...entry, ...Object.fromEntries(redacted) })}\n`)
  }
}

/** A URL that is safe to log: without user, password and query, which may contain keys and tokens. */
export function formatAddress(url: URL): string {
  return `${url.origin}${url.pathname}`
}

/** Of a system error, such as `EIO`. */
export function getErrorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
