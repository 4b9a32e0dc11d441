import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import type { Passkey } from '../types.ts'

/** What a browser's answer must match. */
interface Expected {
  challenge: string
  origin: string
  rpId: string
}

/** A job of the process that verifies the answers of browsers. */
export type VerifyJob = { expected: Expected } & (
  | { kind: 'add'; response: RegistrationResponseJSON }
  | {
      kind: 'sign-in'
      response: AuthenticationResponseJSON
      passkey: Pick<Passkey, 'credentialId' | 'publicKey' | 'counter'>
    }
)

/** What a passkey has after a verified answer; or why the answer was rejected. */
export type Verdict = Pick<Passkey, 'credentialId' | 'publicKey' | 'counter'> | { rejected: string }

/** @throws Error where the answer couldn't be verified, which says nothing about it */
export type Verify = (job: VerifyJob) => Promise<Verdict>
