/** A setting as it may be shown. An address can contain a user and a password, which its server asks for. */
export function hidePassword(value: unknown): string {
  const url = typeof value === 'string' ? URL.parse(value) : null
  if (url === null || (url.username === '' && url.password === '')) return String(value)
  url.username = '***'
  url.password = ''
  return url.href
}

/** What must not be stored or shown of an answer that repeats the request. */
export function listPasswords(settings: Readonly<Record<string, unknown>>): string[] {
  return Object.values(settings).flatMap((value) => {
    const url = typeof value === 'string' ? URL.parse(value) : null
    if (url === null || url.password === '') return []
    const plain = [url.username, url.password].map(decode)
    const basic = Buffer.from(plain.join(':')).toString('base64')
    // A short one would take words out of the answer; it is still hidden in its pair.
    const alone = [url.password, plain[1] ?? ''].filter((text) => text.length >= 8)
    return [`${url.username}:${url.password}`, plain.join(':'), basic, ...alone]
  })
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
