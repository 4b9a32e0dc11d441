/* The process that verifies passkeys, started by `createIdleProcess`: the library takes 28 MB. */
import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server'
import { serveJobs } from '#lib/core/serve-jobs.ts'
import type { Verdict, VerifyJob } from './verify-job.ts'

async function verify(job: VerifyJob): Promise<Verdict> {
  const expected = {
    expectedChallenge: job.expected.challenge,
    expectedOrigin: job.expected.origin,
    expectedRPID: job.expected.rpId,
    // The passkey is all that signs in, so it must be more than something that one has.
    requireUserVerification: true,
  }
  if (job.kind === 'add') {
    const { response } = job
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response,
      ...expected,
    })
    if (!verified) return { rejected: 'The new passkey is not valid.' }
    const { id, publicKey, counter } = registrationInfo.credential
    return { credentialId: id, publicKey: Buffer.from(publicKey).toString('base64url'), counter }
  }
  const { credentialId, publicKey, counter } = job.passkey
  const credential = {
    id: credentialId,
    publicKey: new Uint8Array(Buffer.from(publicKey, 'base64url')),
    counter,
  }
  const { response } = job
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response,
    credential,
    ...expected,
  })
  if (!verified) return { rejected: 'The signature does not match the passkey.' }
  return { credentialId, publicKey, counter: authenticationInfo.newCounter }
}

serveJobs((job: VerifyJob) =>
  verify(job).catch(
    (error: unknown): Verdict => ({
      rejected: error instanceof Error ? error.message : String(error),
    }),
  ),
)
