import { describe, expect, test } from 'vitest'
import { mentionsRevisionId } from '#lib/printers/ports.ts'
import type { MentionChanges } from '#lib/web-mentions/ports.ts'
import type { Mention, MentionContent } from '#lib/web-mentions/types.ts'
import { later, noon } from '../testing/samples.ts'
import { type OpenEmptyStore, openBeforeEach } from './test-store.ts'

const limits = { perHost: 3, queued: 5, total: 6 }
const content: MentionContent = {
  kind: 'reply',
  authorName: 'Ann',
  authorUrl: 'https://ann.example/',
  authorPhoto: null,
  url: 'https://ann.example/1',
  text: 'Nice',
  publishedAt: noon,
}
const found: MentionChanges = {
  state: 'pending',
  tries: 0,
  checks: 1,
  reason: null,
  content,
  verifiedAt: noon,
  dueAt: later(86_400),
}
const entry = { at: noon, action: 'mention-accepted', details: {}, sessionId: null }

let count = 0
const make = (source: string, target = '/post') => ({
  source,
  sourceHost: new URL(source).hostname,
  target,
  targetUrl: `https://us.example${target}`,
  token: `token-${count++}`,
})

/** What every store promises about webmentions. */
export function describeWebMentions(open: OpenEmptyStore): void {
  describe('webmentions', () => {
    const store = openBeforeEach(open)
    const receive = (source: string, target?: string, at = noon) =>
      store.mentions.receiveMention(make(source, target), limits, at)
    const tryClaim = (at = noon) => store.mentions.claimMention(at, 60_000)
    const claim = async (at = noon) => {
      const claimed = await tryClaim(at)
      if (claimed === null) throw new Error('nothing to verify')
      return claimed
    }
    const finish = (claimed: Mention, changes: MentionChanges) =>
      store.mentions.finishMention(claimed, changes, noon)
    const getRevision = async () =>
      (await store.retention.listRevisions()).get(mentionsRevisionId) ?? 0

    async function accept(source: string): Promise<number> {
      await receive(source)
      const claimed = await claim()
      await finish(claimed, found)
      await store.mentions.setMentionState(claimed.id, 'accepted', entry)
      return claimed.id
    }

    test('one that is sent twice is one, and is verified again', async () => {
      const token = await receive('https://ann.example/1')
      const first = await claim()
      expect(first).toMatchObject({ state: 'queued', content: null, target: '/post' })
      await finish(first, found)
      expect(await tryClaim()).toBeNull()
      expect(await receive('https://ann.example/1')).toBe(token)
      expect(await claim()).toMatchObject({ id: first.id, state: 'pending', content })
      expect(await receive('https://ann.example/1', '/other')).not.toBe(token)
    })

    test('a source that was withdrawn begins anew when it is sent again', async () => {
      await receive('https://ann.example/1')
      const first = await claim()
      const gone = { ...found, state: 'removed' as const, dueAt: null, reason: 'gone' }
      await finish(first, gone)
      expect(await store.mentions.isMentionDue(later(1e6))).toBe(false)
      await receive('https://ann.example/1')
      expect(await claim()).toMatchObject({ id: first.id, state: 'queued' })
    })

    test('a lease keeps others from the same source and its host, until it expires', async () => {
      await receive('https://ann.example/1')
      await receive('https://ann.example/2')
      await receive('https://ben.example/1')
      const first = await claim()
      expect(first).toMatchObject({ source: 'https://ann.example/1' })
      expect(await claim()).toMatchObject({ source: 'https://ben.example/1' })
      expect(await tryClaim()).toBeNull()
      expect(await claim(later(61))).toMatchObject({ source: 'https://ann.example/1' })
    })

    test('what waits is bounded, by host and in all, and what exists can still be sent', async () => {
      for (const number of [1, 2, 3]) await receive(`https://ann.example/${number}`)
      await expect(receive('https://ann.example/4')).rejects.toMatchObject({
        code: 'too-many-requests',
        retryAfterSeconds: 900,
      })
      await receive('https://ann.example/3')
      for (const number of [1, 2]) await receive(`https://ben.example/${number}`)
      await expect(receive('https://cid.example/1')).rejects.toMatchObject({ code: 'busy' })
    })

    test('an accepted one is shown, and every replica learns of each change', async () => {
      expect(await getRevision()).toBe(0)
      const id = await accept('https://ann.example/1')
      expect(await store.mentions.listAccepted('/post')).toMatchObject([{ id, content }])
      expect(await store.mentions.listAccepted('/other')).toEqual([])
      expect(await store.mentions.isKnownHost('ann.example')).toBe(true)
      expect(await store.mentions.isKnownHost('ben.example')).toBe(false)
      const accepted = await getRevision()
      expect(accepted).toBeGreaterThan(0)
      await receive('https://ann.example/1')
      const again = await claim()
      const changes = { ...found, state: 'removed' as const, dueAt: null }
      await finish(again, changes)
      expect(await getRevision()).toBeGreaterThan(accepted)
      expect(await store.mentions.listAccepted('/post')).toEqual([])
    })

    test('the accepted ones of several pages are counted by kind', async () => {
      await accept('https://ann.example/1')
      for (const [source, kind] of [
        ['https://ann.example/2', 'like'],
        ['https://ben.example/1', 'like'],
        ['https://cid.example/1', 'mention'],
      ] as const) {
        await receive(source)
        const claimed = await claim()
        await finish(claimed, { ...found, content: { ...content, kind } })
        await store.mentions.setMentionState(claimed.id, 'accepted', entry)
      }
      await receive('https://ben.example/2')
      expect(await store.mentions.countAccepted(['/post', '/other'])).toEqual(
        new Map([['/post', { likes: 2, reposts: 0, replies: 1 }]]),
      )
      expect(await store.mentions.countAccepted([])).toEqual(new Map())
    })

    test('what isn’t read yet can’t be accepted, and the owner learns why', async () => {
      await receive('https://ann.example/1')
      const [mention] = await store.mentions.listMentions({ state: null, limit: 10 })
      const accept = (id = 0) => store.mentions.setMentionState(id, 'accepted', entry)
      await expect(accept(mention?.id)).rejects.toThrow('wasn’t read yet')
      await expect(accept(999)).rejects.toMatchObject({ code: 'not-found' })
    })

    test('one that is sent again, or decided about, while it is read keeps that and is read again', async () => {
      const id = await accept('https://ann.example/1')
      const [isStored, dueAt] = [false, later(86_400)]
      for (const [change, state] of [
        [() => receive('https://ann.example/1', '/post', later(1)), 'accepted'],
        [() => store.mentions.setMentionState(id, 'rejected', entry), 'rejected'],
        [() => store.mentions.setMentionState(id, 'accepted', entry), 'accepted'],
      ] as const) {
        await receive('https://ann.example/1', '/post', later(0))
        const claimed = await claim(later(1))
        await change()
        const finished = finish(claimed, {
          ...found,
          state: 'removed',
          dueAt,
        })
        expect(await finished).toBe(isStored)
        expect(await claim(later(1))).toMatchObject({ id, state })
        await finish(claimed, found)
      }
    })

    test('a block ends what is read meanwhile', async () => {
      await receive('https://ann.example/1')
      const claimed = await claim()
      await store.mentions.insertBlock({ value: 'ann.example', blockedAt: noon }, entry)
      await finish(claimed, { ...found, state: 'accepted' })
      expect(await store.mentions.listAccepted('/post')).toEqual([])
      expect(await store.mentions.isMentionDue(later(1e6))).toBe(false)
    })

    test('a block rejects what there is of a domain or an author', async () => {
      const ids = [
        await accept('https://ann.example/1'),
        await accept('https://sub.spam.example/1'),
      ]
      await store.mentions.insertBlock({ value: 'spam.example', blockedAt: noon }, entry)
      expect(await store.mentions.listAccepted('/post')).toMatchObject([{ id: ids[0] }])
      await store.mentions.insertBlock({ value: 'https://ann.example/', blockedAt: noon }, entry)
      expect(await store.mentions.listAccepted('/post')).toEqual([])
      expect(await store.mentions.listBlocks()).toHaveLength(2)
      await store.mentions.deleteBlock('spam.example', entry)
      await expect(store.mentions.deleteBlock('spam.example', entry)).rejects.toThrow('not blocked')
    })

    test('what waits is counted, and a deleted one is a new one when it is sent again', async () => {
      for (const number of [1, 2]) {
        await receive(`https://ann.example/${number}`)
        await finish(await claim(), found)
      }
      expect(await store.mentions.countWaiting(1)).toBe(1)
      expect(await store.mentions.countWaiting(10)).toBe(2)
      const [latest] = await store.mentions.listMentions({ state: 'pending', limit: 10 })
      const before = await getRevision()
      await store.mentions.deleteMention(latest?.id ?? 0, entry)
      expect(await store.mentions.countWaiting(10)).toBe(1)
      expect(await getRevision()).toBeGreaterThan(before)
      await expect(store.mentions.deleteMention(latest?.id ?? 0, entry)).rejects.toMatchObject({
        code: 'not-found',
      })
      expect(await receive('https://ann.example/2')).not.toBe(latest?.token)
    })

    test('what there is is listed in pages, whatever is sent again meanwhile', async () => {
      for (const number of [1, 2, 3]) await receive(`https://ann.example/${number}`)
      const list = async (before: number | null) =>
        (await store.mentions.listMentions({ state: 'queued', limit: 2, before })).map(
          ({ id }) => id,
        )
      const newest = await list(null)
      await receive('https://ann.example/1', '/post', later(60))
      const older = await list(newest.at(-1) ?? 0)
      expect([newest.length, older.length]).toEqual([2, 1])
      expect([...newest, ...older].toSorted((a, b) => b - a)).toEqual([...newest, ...older])
    })

    test('settings stay, and what was invalid is deleted later', async () => {
      expect(await store.mentions.getMentionSettings()).toMatchObject({ acceptsKnown: true })
      await store.mentions.setMentionSettings({ acceptsKnown: false }, entry)
      expect(await store.mentions.getMentionSettings()).toMatchObject({ acceptsKnown: false })
      const token = await receive('https://ann.example/1')
      const changes = { ...found, state: 'invalid' as const, dueAt: null }
      await finish(await claim(), changes)
      expect(await store.mentions.findMention(token)).toMatchObject({ state: 'invalid' })
      await store.mentions.pruneMentions(later(1), later(1))
      expect(await store.mentions.findMention(token)).toBeNull()
    })
  })
}
