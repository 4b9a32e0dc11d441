import { describe, expect, test } from 'vitest'
import type { MentionContent } from '#lib/web-mentions/types.ts'
import { later, noon, sha256Of } from '../testing/samples.ts'
import { type OpenEmptyStore, openBeforeEach } from './test-store.ts'

const limits = { perHost: 50, queued: 50, total: 50 }
const entry = { at: noon, action: 'x', details: {}, sessionId: null }
const day = 86_400
const ann = 'https://ann.example/me.jpg'
const [first, second] = [sha256Of('first'), sha256Of('second')]

let count = 0

/** What every store promises about the photos of those who mention pages. */
export function describeAvatars(open: OpenEmptyStore): void {
  describe('avatars', () => {
    const store = openBeforeEach(open)

    /** A mention that was read, `pending` where it is new. @returns its id */
    async function read(source: string, authorPhoto: string | null, at = noon): Promise<number> {
      const sourceHost = new URL(source).hostname
      const given = { source, sourceHost, target: '/post', targetUrl: 'https://us.example/post' }
      await store.mentions.receiveMention({ ...given, token: `t${count++}` }, limits, at)
      const claimed = await store.mentions.claimMention(at, 60_000)
      if (claimed === null) throw new Error('nothing to read')
      const content: MentionContent = {
        ...{ kind: 'like', authorName: 'Ann', authorUrl: null, authorPhoto, url: source },
        ...{ text: null, publishedAt: null },
      }
      const state = claimed.state === 'queued' ? 'pending' : claimed.state
      const rest = { tries: 0, checks: 1, reason: null, content, dueAt: null }
      await store.mentions.finishMention(claimed, { state, ...rest }, at)
      return claimed.id
    }
    async function accept(source: string, photo: string | null = ann): Promise<number> {
      const id = await read(source, photo)
      await store.mentions.setMentionState(id, 'accepted', entry)
      return id
    }
    const claim = async (at = noon) => (await store.mentions.claimAvatar(at, 60_000))?.url ?? null
    const finish = (sha256: string | null | undefined, dueAt: Date | null = null, url = ann) =>
      store.mentions.finishAvatar(url, {
        ...(sha256 !== undefined && { sha256 }),
        ...{ fetchedAt: noon, dueAt },
      })
    const listShown = async () =>
      (await store.mentions.listAccepted('/post')).map(({ avatar }) => avatar)
    const listToRemove = async () => (await store.retention.listOrphans(9)).sort()

    test('a photo is due once its mention is accepted, one for all mentions that name it', async () => {
      const id = await read('https://ann.example/1', ann)
      expect(await claim()).toBeNull()
      await store.mentions.setMentionState(id, 'accepted', entry)
      await accept('https://ann.example/2')
      expect(await listShown()).toEqual([null, null])
      expect(await claim()).toBe(ann)
      expect(await claim()).toBeNull()
      expect(await finish(first)).toBe(true)
      expect(await listShown()).toEqual([first, first])
      expect(await store.mentions.hasAvatar(first)).toBe(true)
      expect(await claim(later(9 * day))).toBeNull()
    })

    test('of many workers one gets it, and another after a crash', async () => {
      await accept('https://ann.example/1')
      const claims = await Promise.all(Array.from({ length: 9 }, () => claim()))
      expect(claims.filter((url) => url !== null)).toHaveLength(1)
      expect(await store.mentions.claimAvatar(later(61), 60_000)).toEqual({ url: ann, tries: 2 })
    })

    test('a failure keeps what is shown, and counts until a success', async () => {
      await accept('https://ann.example/1')
      await claim()
      await finish(first)
      await read('https://ann.example/1', ann, later(day + 1))
      expect(await store.mentions.claimAvatar(later(day + 1), 1)).toMatchObject({ tries: 1 })
      expect(await finish(undefined, later(2 * day))).toBe(false)
      expect(await listShown()).toEqual([first])
      expect(await claim(later(2 * day - 1))).toBeNull()
      expect(await store.mentions.claimAvatar(later(2 * day), 1)).toMatchObject({ tries: 2 })
    })

    test('a photo is fetched again when its mention is read again, once a day', async () => {
      await accept('https://ann.example/1')
      await claim()
      await finish(first)
      await read('https://ann.example/1', ann, later(day - 1))
      expect(await claim(later(day - 1))).toBeNull()
      await read('https://ann.example/1', ann, later(day + 1))
      expect(await claim(later(day + 1))).toBe(ann)
      expect(await finish(second)).toBe(true)
      expect(await listShown()).toEqual([second])
      expect(await listToRemove()).toEqual([first])
    })

    test.each<[string, (id: number) => Promise<unknown>]>([
      ['is deleted', (id) => store.mentions.deleteMention(id, entry)],
      ['is rejected', (id) => store.mentions.setMentionState(id, 'rejected', entry)],
      [
        'is blocked',
        () => store.mentions.insertBlock({ value: 'ann.example', blockedAt: noon }, entry),
      ],
      ['has another photo', () => read('https://ann.example/1', 'https://ann.example/2.jpg')],
      ['has no photo any more', () => read('https://ann.example/1', null)],
    ])('the copy goes when its mention %s', async (_, change) => {
      const id = await accept('https://ann.example/1')
      await claim()
      await finish(first)
      await change(id)
      expect(await store.mentions.hasAvatar(first)).toBe(false)
      expect(await listToRemove()).toEqual([first])
      expect(await store.retention.deleteUnreferenced(first, async () => {})).toBe(true)
    })

    test('the copy stays while another mention, or another photo with the same pixels, has it', async () => {
      const id = await accept('https://ann.example/1')
      await accept('https://ann.example/2')
      await accept('https://ben.example/1', 'https://ben.example/same.jpg')
      await finish(first)
      await finish(first, null, 'https://ben.example/same.jpg')
      await store.mentions.deleteMention(id, entry)
      expect(await listToRemove()).toEqual([])
      await store.mentions.insertBlock({ value: 'ann.example', blockedAt: noon }, entry)
      expect(await listToRemove()).toEqual([])
      expect(await store.retention.deleteUnreferenced(first, async () => {})).toBe(false)
      expect([...(await store.retention.countReferences([first, second]))]).toEqual([[first, 1]])
    })

    test('bytes of a photo that nothing names by now are removed, and stay if they are named again', async () => {
      const id = await accept('https://ann.example/1')
      await claim()
      await store.mentions.deleteMention(id, entry)
      expect(await finish(first)).toBe(false)
      expect(await listToRemove()).toEqual([first])
      await accept('https://ann.example/3')
      await claim()
      await finish(first)
      expect(await listToRemove()).toEqual([])
    })
  })
}
