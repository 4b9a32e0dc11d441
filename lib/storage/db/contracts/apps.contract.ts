import { describe, expect, test } from 'vitest'
import type { NewApp } from '#lib/owner/apps/types.ts'
import { type OpenEmptyStore, openBeforeEach } from './test-store.ts'

const now = new Date('2026-11-22T14:30:00Z')
const minutes = (count: number) => new Date(now.getTime() + count * 60_000)

const makeApp = (codeHash: string, changes: Partial<NewApp> = {}): NewApp => ({
  clientId: 'https://app.example/',
  clientName: 'App',
  redirectUri: 'https://app.example/back',
  scopes: ['create', 'media'],
  codeHash,
  codeChallenge: 'challenge',
  lifetime: 'unlimited',
  createdAt: now,
  codeExpiresAt: minutes(1),
  endsAt: minutes(10),
  ...changes,
})
const makeTokens = (name: string, endsAt: Date | null = null) => ({
  accessHash: `access ${name}`,
  refreshHash: `refresh ${name}`,
  familyHash: null as string | null,
  accessExpiresAt: minutes(60),
  endsAt,
})
const entry = (action: string) => ({ at: now, action, details: { name: 'App' }, sessionId: 7 })

export function describeApps(open: OpenEmptyStore): void {
  describe('apps', () => {
    const store = openBeforeEach(open)

    async function insert(codeHash: string): Promise<number> {
      await store.owner.insertApp(makeApp(codeHash), entry('app-allowed'))
      return (await store.owner.findApp('code', codeHash, now))?.id ?? -1
    }

    test('what was allowed is found by its code, with an entry of the log, and isn’t listed yet', async () => {
      await insert('code')
      const { codeHash, ...app } = makeApp('code')
      expect(await store.owner.findApp('code', 'code', now)).toEqual({
        ...app,
        id: expect.any(Number),
        redeemedAt: null,
        lastUsedAt: null,
        accessExpiresAt: null,
      })
      expect(await store.owner.findApp('code', 'another', now)).toBeNull()
      expect(await store.owner.findApp('access', codeHash, now)).toBeNull()
      expect(await store.owner.listApps(now)).toEqual([])
      expect(await store.owner.listLog({ before: null, limit: 1 })).toMatchObject([
        { action: 'app-allowed', sessionId: 7 },
      ])
    })

    test('of many that redeem a code at once, one does', async () => {
      const id = await insert('code')
      const won = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          store.owner.redeemCode(id, now, makeTokens(String(index))),
        ),
      )
      expect(won.filter(Boolean)).toHaveLength(1)
      const hash = `access ${won.indexOf(true)}`
      expect(await store.owner.findApp('access', hash, now)).toMatchObject({ id, redeemedAt: now })
      expect(await store.owner.listApps(now)).toHaveLength(1)
    })

    test('of many that renew with one refresh token, one does', async () => {
      const id = await insert('code')
      const family = { familyHash: 'family' }
      await store.owner.redeemCode(id, now, { ...makeTokens('first'), ...family })
      const won = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          store.owner.renewTokens(id, 'refresh first', { ...makeTokens(String(index)), ...family }),
        ),
      )
      expect(won.filter(Boolean)).toHaveLength(1)
      expect(await store.owner.findApp('access', 'access first', now)).toBeNull()
      expect(await store.owner.findApp('refresh', 'refresh first', now)).toBeNull()
      expect(await store.owner.findApp('family', 'family', now)).toMatchObject({ id })
    })

    test('what has ended is neither found nor listed, and is swept', async () => {
      const id = await insert('ended')
      await store.owner.redeemCode(id, now, makeTokens('ended', minutes(30)))
      const stays = await insert('stays')
      await store.owner.redeemCode(stays, now, makeTokens('stays'))
      expect(await store.owner.listApps(minutes(29))).toMatchObject([{ id: stays }, { id }])
      expect(await store.owner.listApps(minutes(30))).toMatchObject([{ id: stays }])
      expect(await store.owner.findApp('access', 'access ended', minutes(30))).toBeNull()
      await store.owner.sweep(minutes(30))
      expect(await store.owner.removeApp(id, entry('app-removed'))).toBe(false)
      expect(await store.owner.findApp('access', 'access stays', minutes(999))).not.toBeNull()
    })

    test('its use is noted, and what is removed works no more', async () => {
      const id = await insert('code')
      await store.owner.redeemCode(id, now, makeTokens('x'))
      await store.owner.noteAppUse(id, minutes(5))
      expect(await store.owner.listApps(now)).toMatchObject([{ lastUsedAt: minutes(5) }])
      expect(await store.owner.removeApp(id, entry('app-removed'))).toBe(true)
      expect(await store.owner.removeApp(id, entry('app-removed'))).toBe(false)
      expect(await store.owner.findApp('access', 'access x', now)).toBeNull()
      const log = await store.owner.listLog({ before: null, limit: 9 })
      expect(log.map(({ action }) => action)).toEqual(['app-removed', 'app-allowed'])
    })
  })
}
