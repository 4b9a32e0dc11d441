import { createHash } from 'node:crypto'
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server'
import type { Passkey } from '../types.ts'

/** As long as a challenge is valid. */
export const ceremonyMs = 5 * 60 * 1000

/** COSE algorithms: EdDSA, ES256, RS256. Windows has only the last. */
const algorithms = [-8, -7, -257]

/**
 * What a browser needs to make a passkey. Discoverable, because there is no user name to sign in with; verified by PIN, finger or
 * face, because there is no password.
 */
export function creationOptions(given: {
  challenge: string
  rpId: string
  siteTitle: string
  known: readonly Passkey[]
}): PublicKeyCredentialCreationOptionsJSON {
  const { challenge, rpId, siteTitle, known } = given
  return {
    challenge,
    rp: { id: rpId, name: siteTitle },
    user: { id: getUserHandle(rpId), name: rpId, displayName: siteTitle },
    pubKeyCredParams: algorithms.map((alg) => ({ alg, type: 'public-key' })),
    timeout: ceremonyMs,
    attestation: 'none',
    excludeCredentials: known
      .filter((passkey) => passkey.rpId === rpId)
      .map(({ credentialId }) => ({ id: credentialId, type: 'public-key' })),
    authenticatorSelection: {
      residentKey: 'required',
      requireResidentKey: true,
      userVerification: 'required',
    },
  }
}

/** Names no passkey: that would tell everybody which ones there are. */
export function requestOptions(
  challenge: string,
  rpId: string,
): PublicKeyCredentialRequestOptionsJSON {
  return {
    challenge,
    rpId,
    timeout: ceremonyMs,
    userVerification: 'required',
    allowCredentials: [],
  }
}

/** The same for all passkeys of a site: it has one owner. */
function getUserHandle(rpId: string): string {
  return createHash('sha256').update(`owner of ${rpId}`).digest('base64url')
}
