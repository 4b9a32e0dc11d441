import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { beforeEach, expect, test } from 'vitest'
import { openTestOwner, type TestOwner } from '../owner.fixture.ts'
import type { Session } from '../types.ts'
import type { VerifyJob } from './verify-job.ts'

/* What is verified around the signature. The signatures themselves are real in e2e/admin.spec.ts. */

let site: TestOwner
let session: Session
let jobs: VerifyJob[]
let counter: number
beforeEach(async () => {
  jobs = []
  counter = 1
  site = await openTestOwner(async (job) => {
    jobs.push(job)
    return { credentialId: job.response.id, publicKey: 'a2V5', counter: counter++ }
  })
  const secret = (await site.owner.createClaimLink()) ?? ''
  session = (await site.owner.claim(secret, browser)).session
  return site.close
})

const browser = { userAgent: null }
const rejected = { code: 'passkey-rejected' }

/** A browser's answer, which our verifier above believes. */
function answer(challenge: string, id = 'credential') {
  const clientDataJSON = Buffer.from(JSON.stringify({ challenge })).toString('base64url')
  const response = { clientDataJSON, attestationObject: '', transports: ['usb'] }
  return { id, response } as unknown as RegistrationResponseJSON & AuthenticationResponseJSON
}

async function add(id?: string) {
  const { challenge } = await site.owner.startAdding(session)
  return await site.owner.addPasskey(session, answer(challenge, id), 'Phone')
}

test('a challenge is used once, within five minutes, and only in the session that asked for it', async () => {
  const { challenge } = await site.owner.startAdding(session)
  const other = { ...session, id: session.id + 1 }
  await expect(site.owner.addPasskey(other, answer(challenge), 'x')).rejects.toMatchObject(rejected)
  await expect(site.owner.addPasskey(session, answer(challenge), 'x')).rejects.toMatchObject(
    rejected,
  )
  const late = await site.owner.startAdding(session)
  site.wait({ hours: 5 / 60 })
  const lateAnswer = answer(late.challenge)
  await expect(site.owner.addPasskey(session, lateAnswer, 'x')).rejects.toMatchObject(rejected)
  const { challenge: toSignIn } = await site.owner.startSignIn()
  await expect(site.owner.addPasskey(session, answer(toSignIn), 'x')).rejects.toMatchObject(
    rejected,
  )
  expect(jobs).toEqual([])
  await add()
  expect(jobs).toHaveLength(1)
})

test('the answer must be for this site and the challenge that it was given', async () => {
  const { challenge, rp, user, excludeCredentials } = await site.owner.startAdding(session)
  expect({ rp, excludeCredentials }).toEqual({
    rp: { id: 'example.org', name: 'Example' },
    excludeCredentials: [],
  })
  await site.owner.addPasskey(session, answer(challenge), 'Phone')
  expect(jobs[0]?.expected).toEqual({
    challenge,
    origin: 'https://example.org',
    rpId: 'example.org',
  })
  const again = await site.owner.startAdding(session)
  expect(again.user).toEqual(user)
  expect(again.excludeCredentials).toEqual([{ id: 'credential', type: 'public-key' }])
})

test('a stranger’s passkey is rejected without the process that verifies', async () => {
  await add()
  jobs.length = 0
  const { challenge, allowCredentials } = await site.owner.startSignIn()
  expect(allowCredentials).toEqual([])
  await expect(
    site.owner.signInByPasskey(answer(challenge, 'unknown'), browser),
  ).rejects.toMatchObject(rejected)
  await expect(site.owner.signInByPasskey(answer('made up'), browser)).rejects.toMatchObject(
    rejected,
  )
  expect(jobs).toEqual([])
})

test('a session with a passkey lasts for thirty days without a request, one of a link for a day', async () => {
  await add()
  const { challenge } = await site.owner.startSignIn()
  const { secret } = await site.owner.signInByPasskey(answer(challenge), browser)
  for (let month = 0; month < 3; month += 1) {
    site.wait({ hours: 29 * 24 })
    expect(await site.owner.findSession(secret)).not.toBeNull()
  }
  site.wait({ hours: 30 * 24 })
  expect(await site.owner.findSession(secret)).toBeNull()
})
