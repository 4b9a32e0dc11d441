import { describe, expect, test } from 'vitest'
import type { OwnerStore } from '#lib/owner/ports.ts'
import type { LinkKind, NewPasskey, NewSession, Session } from '#lib/owner/types.ts'
import { type OpenEmptyStore, openBeforeEach } from './test-store.ts'

const now = new Date('2026-11-22T14:30:00Z')
const minutes = (count: number) => new Date(now.getTime() + count * 60_000)

const makeLink = (hash: string, kind: LinkKind, expiresAt = minutes(15)) => ({
  hash,
  kind,
  createdAt: now,
  expiresAt,
})
const makeSession = (hash: string, expiresAt = minutes(60)): NewSession => ({
  hash,
  method: 'claim',
  userAgent: 'Firefox',
  createdAt: now,
  lastSeenAt: now,
  expiresAt,
})
const makePasskey = (credentialId: string): NewPasskey => ({
  credentialId,
  publicKey: 'cHVibGlj',
  counter: 3,
  transports: ['usb', 'nfc'],
  rpId: 'example.org',
  name: 'Keyring',
  createdAt: now,
})
const entry = (action: string, session: Session | null = null) => ({
  at: now,
  action,
  details: { name: 'x' },
  sessionId: session?.id ?? null,
})

export function describeOwner(open: OpenEmptyStore): void {
  describe('the owner', () => {
    const store = openBeforeEach(open)

    const findLink = async (hash: string) =>
      (await store.owner.listLinks(now)).find((link) => link.hash === hash)?.id ?? -1

    async function claim(): Promise<Session> {
      await store.owner.replaceClaimLink(makeLink('claim', 'claim'))
      const id = await findLink('claim')
      return await store.owner.claim(id, makeSession('first'), entry('claimed'))
    }

    test('of many who claim at once with the link, one does; afterwards no claim link is made', async () => {
      const { owner } = store
      expect(await owner.isClaimed()).toBe(false)
      expect(await owner.replaceClaimLink(makeLink('right', 'claim'))).toBe(true)
      const id = await findLink('right')
      const results = await Promise.allSettled(
        Array.from({ length: 20 }, (_, index) =>
          owner.claim(id, makeSession(`session ${index}`), entry('claimed')),
        ),
      )
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      for (const result of results)
        if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'not-found' })
      expect(await owner.isClaimed()).toBe(true)
      expect(await owner.listSessions(now)).toHaveLength(1)
      expect(await owner.listLog({ before: null, limit: 9 })).toHaveLength(1)
      expect(await owner.replaceClaimLink(makeLink('later', 'claim'))).toBe(false)
      expect(await owner.listLinks(now)).toEqual([])
    })

    test('a claim link replaces the one before; with that one nothing changes', async () => {
      const { owner } = store
      await owner.replaceClaimLink(makeLink('old', 'claim'))
      const old = await findLink('old')
      await owner.replaceClaimLink(makeLink('new', 'claim'))
      await expect(owner.claim(old, makeSession('one'), entry('claimed'))).rejects.toMatchObject({
        code: 'link-invalid',
      })
      expect(await owner.isClaimed()).toBe(false)
      expect(await owner.listSessions(now)).toEqual([])
      await owner.claim(await findLink('new'), makeSession('one'), entry('claimed'))
    })

    test('a sign-in link works once, and not after it has expired', async () => {
      const { owner } = store
      await claim()
      await owner.insertSignInLink(makeLink('link', 'sign-in'), entry('link-created'))
      const id = await findLink('link')
      expect(await owner.listLinks(minutes(15))).toEqual([])
      const signIns = await Promise.allSettled(
        ['a', 'b'].map((hash) => owner.signIn(id, makeSession(hash), entry('signed-in'))),
      )
      expect(signIns.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      expect(await owner.listLinks(now)).toEqual([])
    })

    test('a session is found until it expires; it can be touched and ended', async () => {
      const { owner } = store
      const session = await claim()
      expect(session).toMatchObject({ method: 'claim', userAgent: 'Firefox', passkeyId: null })
      expect(await owner.findSession('other', now)).toBeNull()
      expect(await owner.findSession('first', now)).toEqual(session)
      expect(await owner.findSession('first', minutes(60))).toBeNull()
      const seen = { lastSeenAt: minutes(30), expiresAt: minutes(90) }
      await owner.touchSession(session.id, seen)
      expect(await owner.findSession('first', minutes(60))).toEqual({ ...session, ...seen })
      await owner.endSession(session.id, entry('signed-out', session))
      expect(await owner.findSession('first', now)).toBeNull()
      await expect(owner.endSession(session.id, entry('x'))).rejects.toMatchObject({
        code: 'not-found',
      })
      const log = await owner.listLog({ before: null, limit: 9 })
      expect(log.map(({ action, sessionId }) => [action, sessionId])).toEqual([
        ['signed-out', session.id],
        ['claimed', session.id],
      ])
    })

    test('all sessions end at once', async () => {
      const { owner } = store
      const session = await claim()
      await owner.insertSignInLink(makeLink('link', 'sign-in'), entry('link-created'))
      await owner.signIn(await findLink('link'), makeSession('two'), entry('signed-in'))
      expect(await owner.listSessions(now)).toHaveLength(2)
      await owner.endAllSessions(entry('signed-out-everywhere', session))
      expect(await owner.listSessions(now)).toEqual([])
    })

    async function addPasskey(owner: OwnerStore, id = 'credential') {
      const session = await claim()
      const added = await owner.insertPasskey(
        makePasskey(id),
        { id: session.id, expiresAt: minutes(600) },
        entry('passkey-added', session),
      )
      return { session, added }
    }

    test('a passkey is added, found, named and removed; the session that adds it belongs to it', async () => {
      const { owner } = store
      const { session, added } = await addPasskey(owner)
      expect(added).toEqual({ ...makePasskey('credential'), id: added.id, lastUsedAt: null })
      expect(await owner.findPasskey('credential')).toEqual(added)
      expect(await owner.findPasskey('another')).toBeNull()
      expect(await owner.findSession('first', now)).toMatchObject({
        passkeyId: added.id,
        expiresAt: minutes(600),
      })
      await expect(
        owner.insertPasskey(makePasskey('credential'), session, entry('x')),
      ).rejects.toMatchObject({ code: 'passkey-rejected' })
      await owner.renamePasskey(added.id, 'Phone', entry('passkey-renamed', session))
      expect(await owner.listPasskeys()).toEqual([{ ...added, name: 'Phone' }])
      await owner.removePasskey(added.id, entry('passkey-removed', session))
      for (const again of [
        owner.renamePasskey(added.id, 'Phone', entry('x')),
        owner.removePasskey(added.id, entry('x')),
      ])
        await expect(again).rejects.toMatchObject({ code: 'not-found' })
      expect(await owner.listPasskeys()).toEqual([])
    })

    test('removing a passkey ends its sessions, but for the one that removes it', async () => {
      const { owner } = store
      const { session, added } = await addPasskey(owner)
      await owner.signInByPasskey(added.id, 4, makeSession('other'), entry('signed-in'))
      await owner.removePasskey(added.id, entry('passkey-removed', session))
      expect((await owner.listSessions(now)).map(({ id }) => id)).toEqual([session.id])
    })

    test('a passkey signs in with a higher counter only, or with none at all', async () => {
      const { owner } = store
      const { added } = await addPasskey(owner)
      const signIn = (counter: number, hash: string) =>
        owner.signInByPasskey(added.id, counter, makeSession(hash), entry('signed-in'))
      for (const counter of [0, 2, 3])
        await expect(signIn(counter, 'no')).rejects.toMatchObject({ code: 'passkey-rejected' })
      expect(await signIn(4, 'four')).toMatchObject({ passkeyId: added.id })
      await expect(signIn(4, 'again')).rejects.toMatchObject({ code: 'passkey-rejected' })
      expect(await owner.findPasskey('credential')).toMatchObject({ counter: 4, lastUsedAt: now })
      const uncounted = await owner.insertPasskey(
        { ...makePasskey('synchronised'), counter: 0 },
        { id: -1, expiresAt: now },
        entry('passkey-added'),
      )
      for (const hash of ['one', 'two'])
        await owner.signInByPasskey(uncounted.id, 0, makeSession(hash), entry('signed-in'))
      expect(await owner.listSessions(now)).toHaveLength(4)
    })

    test('a challenge is taken once, for its own purpose and session, within its time', async () => {
      const { owner } = store
      const add = { value: 'add', purpose: 'add', sessionId: 7 } as const
      const signIn = { value: 'sign-in', purpose: 'sign-in', sessionId: null } as const
      const insert = () =>
        Promise.all(
          [add, signIn].map((each) => owner.insertChallenge({ ...each, expiresAt: minutes(5) })),
        )
      await insert()
      expect(await owner.takeChallenge({ ...add, purpose: 'sign-in' }, now)).toBe(false)
      expect(await owner.takeChallenge(signIn, minutes(5))).toBe(false)
      await insert()
      expect(await owner.takeChallenge({ ...add, sessionId: 8 }, now)).toBe(false)
      expect(await owner.takeChallenge(signIn, now)).toBe(true)
      expect(await owner.takeChallenge(signIn, now)).toBe(false)
      await owner.insertChallenge({ ...add, expiresAt: minutes(5) })
      expect(await owner.takeChallenge(add, now)).toBe(true)
    })

    test('the log is read in pages, newest first', async () => {
      const { owner } = store
      for (const action of ['one', 'two']) await owner.endAllSessions(entry(action))
      await owner.insertLog(entry('three'))
      const page = await owner.listLog({ before: null, limit: 2 })
      expect(page.map(({ action }) => action)).toEqual(['three', 'two'])
      expect(page[0]).toEqual({ ...entry('three'), id: page[0]?.id })
      const rest = await owner.listLog({ before: page[1]?.id ?? 0, limit: 2 })
      expect(rest.map(({ action }) => action)).toEqual(['one'])
    })

    test('the sweep deletes what has expired, and nothing else', async () => {
      const { owner } = store
      await claim()
      await owner.insertSignInLink(makeLink('short', 'sign-in'), entry('link-created'))
      await owner.insertSignInLink(makeLink('long', 'sign-in', minutes(100)), entry('link-created'))
      const challenge = { purpose: 'sign-in', sessionId: null } as const
      await owner.insertChallenge({ ...challenge, value: 'short', expiresAt: minutes(5) })
      await owner.insertChallenge({ ...challenge, value: 'long', expiresAt: minutes(100) })
      await owner.sweep(minutes(60))
      expect((await owner.listLinks(now)).map(({ hash }) => hash)).toEqual(['long'])
      expect(await owner.listSessions(now)).toEqual([])
      expect(await owner.takeChallenge({ ...challenge, value: 'short' }, now)).toBe(false)
      expect(await owner.takeChallenge({ ...challenge, value: 'long' }, now)).toBe(true)
      expect(await owner.listLog({ before: null, limit: 9 })).toHaveLength(3)
    })
  })
}
