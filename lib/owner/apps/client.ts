import { cleanText } from '#lib/api/clean-text.ts'
import { DomainError } from '#lib/core/errors.ts'
import { type AuthorizationRequest, isLoopback } from './authorization-request.ts'

/** What an app says of itself at its own address. */
export interface ClientMetadata {
  name: string | null
  logoUrl: string | null
  redirectUris: readonly string[]
}

/** Reads the page or document at an app's address. @throws DomainError where it can't be read */
export type ReadClient = (clientId: string) => Promise<ClientMetadata>

/** An app as the owner sees it when it asks. */
export interface Client {
  name: string
  /** Where its answer goes. */
  redirectHost: string
  logoUrl: string | null
  /** Why nothing is known of it; `null` if something is. */
  unread: string | null
}

const maxNameLength = 60

/**
 * Finds out who asks, and whether the answer may go where it is to go: to the app's own origin, or to an address that its page names.
 * @throws DomainError `invalid-fields` where it may not
 */
export async function identifyClient(
  { clientId, redirectUri }: Pick<AuthorizationRequest, 'clientId' | 'redirectUri'>,
  read: ReadClient,
): Promise<Client> {
  const client = new URL(clientId)
  const redirect = new URL(redirectUri)
  let found: ClientMetadata | null = null
  let unread: string | null = null
  if (isLoopback(clientId)) unread = 'It runs on your own device.'
  else
    try {
      found = await read(clientId)
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      unread = `Its page says nothing: ${error.message}`
    }
  const isOwn = redirect.protocol === client.protocol && redirect.host === client.host
  if (!isOwn && !found?.redirectUris.includes(redirectUri))
    throw new DomainError(
      'invalid-fields',
      `The app at ${client.host} wants its access sent to ${redirect.host || redirect.protocol}, which its own page doesn’t name. Nothing was allowed: somebody else may have sent you here.`,
    )
  const name = cleanText(found?.name ?? '')
    .trim()
    .slice(0, maxNameLength)
  return {
    name: name || client.host,
    redirectHost: redirect.host || redirect.protocol,
    logoUrl: found?.logoUrl ?? null,
    unread,
  }
}
