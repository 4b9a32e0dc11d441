import { scopeWords } from '#lib/api/admin-apps.ts'
import { DomainError } from '#lib/core/errors.ts'

/** A request of an app, as the current IndieAuth has it. */
export interface AuthorizationRequest {
  clientId: string
  redirectUri: string
  state: string
  codeChallenge: string
  /** Those that this site knows. `post` of older apps is `create`. */
  scopes: string[]
}

const loopback = /^(?:127(?:\.\d{1,3}){3}|\[::1\]|localhost)$/

/** Whether an app's address leads to the owner's own device: nothing can be read there. */
export function isLoopback(address: string): boolean {
  return loopback.test(new URL(address).hostname)
}

/**
 * Parses a request before anything is sent to where it wants its answer.
 * @throws DomainError `invalid-fields`, with a sentence for the owner, who can't correct the app
 */
export function parseAuthorizationRequest(query: URLSearchParams): AuthorizationRequest {
  const get = (name: string) => {
    if (query.getAll(name).length > 1) throw refuse(`sent “${name}” twice`)
    return query.get(name) ?? ''
  }
  const clientId = parseClientId(get('client_id'))
  const redirectUri = parseRedirect(get('redirect_uri'))
  if (get('response_type') !== 'code') throw refuse('doesn’t ask for a code (response_type=code)')
  const state = get('state')
  if (state === '') throw refuse('sent no “state”, so it couldn’t tell your answer from another’s')
  const codeChallenge = get('code_challenge')
  if (codeChallenge === '' || get('code_challenge_method') !== 'S256')
    throw refuse(
      'doesn’t use PKCE (code_challenge_method=S256), so somebody could steal its access',
    )
  if (!/^[\w-]{43}$/.test(codeChallenge)) throw refuse('sent an invalid “code_challenge”')
  return { clientId, redirectUri, state, codeChallenge, scopes: parseScopes(get('scope')) }
}

export function parseScopes(text: string): string[] {
  const given = text.split(' ').map((scope) => (scope === 'post' ? 'create' : scope))
  return Object.keys(scopeWords).filter((scope) => given.includes(scope))
}

/** @throws DomainError `invalid-fields` */
function parseClientId(text: string): string {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol))
    throw refuse('sent no address as “client_id”')
  const isPlain =
    url.hash === '' &&
    !text.includes('#') &&
    url.username + url.password === '' &&
    !/\/\.{1,2}(?:\/|$|\?)/.test(text)
  const isAddress = /^[\d.]+$|^\[/.test(url.hostname)
  if (!isPlain || (isAddress && !loopback.test(url.hostname)))
    throw refuse('sent a “client_id” that can’t identify an app')
  return text
}

function parseRedirect(text: string): string {
  const url = URL.parse(text)
  const isScript = /^(?:javascript|data|vbscript|blob|file|about):$/.test(url?.protocol ?? '')
  if (url === null || isScript || text.includes('#'))
    throw refuse('sent no usable address as “redirect_uri”')
  return text
}

function refuse(what: string): DomainError {
  return new DomainError(
    'invalid-fields',
    `The app ${what}. Nothing was allowed. Use a newer version of it, or tell whoever makes it.`,
  )
}

/** The address that ends a request, where the app awaits the answer. */
export function answerAddress(
  { redirectUri, state }: Pick<AuthorizationRequest, 'redirectUri' | 'state'>,
  issuer: string,
  answer: { code: string } | { error: 'access_denied' },
): string {
  const url = new URL(redirectUri)
  for (const [name, value] of Object.entries({ ...answer, state, iss: issuer }))
    url.searchParams.set(name, value)
  return url.href
}
