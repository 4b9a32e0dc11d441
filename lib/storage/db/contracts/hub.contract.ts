import { describe, expect, test } from 'vitest'
import { later, noon } from '../testing/samples.ts'
import { type OpenEmptyStore, openBeforeEach } from './test-store.ts'

const hubUrl = 'https://hub.example/'

export function describeHub(open: OpenEmptyStore): void {
  describe('what was announced to a hub', () => {
    const store = openBeforeEach(open)

    async function insert() {
      await store.hub.insertAnnounced(hubUrl, '/atom.xml', 'a')
      await store.hub.insertAnnounced(hubUrl, '/atom.xml', 'b')
      const [announced, ...more] = await store.hub.listAnnounced(hubUrl)
      if (announced === undefined) throw new Error('Nothing was inserted.')
      expect([announced.version, more]).toEqual(['a', []])
      return announced
    }

    test('one of several callers gets a feed, and another one after a crash', async () => {
      const announced = await insert()
      const claim = (seconds: number) =>
        store.hub.claim(announced, later(seconds), later(seconds + 120))
      const first = await Promise.all([claim(0), claim(0), claim(0)])
      expect(first.filter((count) => count !== null)).toEqual([1])
      expect(await claim(119)).toBeNull()
      expect(await claim(120)).toBe(2)
    })

    test('what was announced is not announced again, and a failure waits', async () => {
      const announced = await insert()
      await store.hub.claim(announced, noon, later(120))
      await store.hub.finish(announced, { version: null, dueAt: later(60) })
      expect(await store.hub.claim(announced, later(59), later(200))).toBeNull()
      expect(await store.hub.claim(announced, later(60), later(200))).toBe(2)
      await store.hub.finish(announced, { version: 'b', dueAt: later(90) })
      expect(await store.hub.claim(announced, later(500), later(600))).toBeNull()
      const [next] = await store.hub.listAnnounced(hubUrl)
      expect(next).toEqual({ hubUrl, feed: '/atom.xml', version: 'b', dueAt: later(90) })
      expect(await store.hub.claim(next ?? announced, later(90), later(200))).toBe(1)
    })

    test('another hub has its own row', async () => {
      await insert()
      expect(await store.hub.listAnnounced('https://other.example/')).toEqual([])
    })
  })
}
