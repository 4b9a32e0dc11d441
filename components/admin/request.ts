const defaultTimeoutMs = 30_000

interface ProblemDocument {
  /** Its last part is the error's code. */
  type?: string
  detail?: string
  errors?: { pointer: string; detail: string }[]
}

/** An error response. Its message is the site's sentence, which says what to do. */
export class AdminError extends Error {
  override readonly name = 'AdminError'
  /** Such as `invalid-fields`. */
  readonly code: string | null
  /** What is wrong with single fields, by JSON pointers such as `/name`. */
  readonly fields: readonly { pointer: string; detail: string }[]

  constructor(status: number, { type, detail, errors = [] }: ProblemDocument) {
    super(detail ?? `The site answered ${status}.`)
    this.code = type?.split('/').at(-1) ?? null
    this.fields = errors
  }
}

/**
 * Sends a request to the site's routes for the owner. Without a session any more, the page is loaded again, which then shows how to
 * sign in.
 * @throws AdminError for an error response; Error where there is none
 */
export async function requestAdmin<T>(
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body?: object,
  { timeoutMs = defaultTimeoutMs, keepalive = false } = {},
): Promise<T> {
  const response = await fetch(`/admin/api/${path}`, {
    method,
    // Is sent also where the page is closed meanwhile.
    keepalive,
    signal: AbortSignal.timeout(timeoutMs),
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  })
  if (response.status === 401) location.reload()
  const json: unknown = await response.json().catch(() => null)
  // Of our own route; a proxy's error has no JSON.
  if (!response.ok) throw new AdminError(response.status, (json ?? {}) as ProblemDocument)
  return json as T // our own route's response
}

/** The sentence for an error of `requestAdmin`, or of the browser's own. */
export function explainError(error: Error): string {
  if (error instanceof AdminError || error.name === 'PushProblem') return error.message
  if (error.name === 'NotAllowedError' || error.name === 'AbortError')
    return 'The browser ended it: it was cancelled, or took too long. Try again.'
  if (error.name === 'InvalidStateError')
    return 'This device has a passkey for this site already. Use another device, or a security key.'
  if (error.name === 'TimeoutError' || error instanceof TypeError)
    return 'The site can’t be reached. Check your connection and try again.'
  return `That didn’t work: ${error.message}`
}
