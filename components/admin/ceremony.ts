import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser'
import type { ApiPasskey } from '#lib/api/admin.ts'
import { requestAdmin } from './request.ts'

/* The library is loaded when a passkey is used. */

/** Lets the browser make a passkey, and adds it. */
export async function addPasskey(name: string): Promise<ApiPasskey> {
  const [{ startRegistration }, optionsJSON] = await Promise.all([
    import('@simplewebauthn/browser'),
    requestAdmin<PublicKeyCredentialCreationOptionsJSON>('POST', 'passkeys/challenge'),
  ])
  const response = await startRegistration({ optionsJSON })
  return await requestAdmin('POST', 'passkeys', { name, response })
}

/** Lets the browser sign in with one of its passkeys. */
export async function signInByPasskey(): Promise<void> {
  const [{ startAuthentication }, optionsJSON] = await Promise.all([
    import('@simplewebauthn/browser'),
    requestAdmin<PublicKeyCredentialRequestOptionsJSON>('POST', 'sign-in/challenge'),
  ])
  await requestAdmin('POST', 'sign-in/passkey', await startAuthentication({ optionsJSON }))
}

/** Why this browser can't use a passkey on this page; `null` where it can. */
export function findPasskeyObstacle(): 'insecure' | 'unsupported' | null {
  if (!window.isSecureContext) return 'insecure'
  return 'PublicKeyCredential' in window ? null : 'unsupported'
}
