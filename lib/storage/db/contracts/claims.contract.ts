import { describe, expect, test } from 'vitest'
import type { OpenStore } from '../open-store.ts'
import { type OpenEmptyStore, openBeforeEach } from './test-store.ts'

export function describeClaims(open: OpenEmptyStore): void {
  describe('claims', () => {
    const store = openBeforeEach(open)

    test('the owner renews and releases its claim', async () => {
      const { claims } = store
      expect(await claims.claim('work', 60_000)).toBe(true)
      expect(await claims.claim('work', 60_000)).toBe(true)
      await claims.release('work')
      expect(await claims.claim('work', 60_000)).toBe(true)
    })
  })
}

/** Of two that have the same database open: only one has a piece of work. */
export async function expectOneOwner(one: OpenStore, other: OpenStore): Promise<void> {
  const stores = [one, other]
  const race = await Promise.all(stores.map(({ claims }) => claims.claim('work', 60_000)))
  expect(race.filter(Boolean)).toHaveLength(1)
  const [winner, loser] = race[0] ? stores : stores.toReversed()
  await loser?.claims.release('work')
  expect(await loser?.claims.claim('work', 60_000)).toBe(false)
  await winner?.claims.release('work')
  expect(await loser?.claims.claim('work', -1)).toBe(true)
  // Expired: whoever made it was killed.
  expect(await winner?.claims.claim('work', 60_000)).toBe(true)
  expect(await loser?.claims.claim('work', 60_000)).toBe(false)
}
