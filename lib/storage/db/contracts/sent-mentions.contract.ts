import { describe, expect, test } from 'vitest'
import type { SourceChange, TryOutcome } from '#lib/web-mentions/send/ports.ts'
import { insertSamplePrinter, later, makeReading, makeReport, noon } from '../testing/samples.ts'
import { type OpenEmptyStore, openBeforeEach } from './test-store.ts'

const source = '/post'
const one = 'https://one.example/'
const two = 'https://two.example/'
const delivered: TryOutcome = {
  state: 'delivered',
  endpoint: { url: 'https://one.example/hook', foundAt: noon },
  answer: '202 thanks',
  statusUrl: 'https://one.example/status',
  dueAt: null,
}

export function describeSentMentions(open: OpenEmptyStore): void {
  describe('what was sent to other sites', () => {
    const opened = openBeforeEach(open)
    const getSource = async () => (await opened.sentMentions.listSources())?.get(source) ?? null

    /** A change as processes note it that see it at the same time. */
    async function noteAll(
      count: number,
      hash: string | null,
      targets: readonly string[],
      action: SourceChange['action'] = 'send',
    ): Promise<number> {
      const is = hash === null ? null : { version: `of ${hash}`, hash, dueAt: noon }
      const change = { source, was: await getSource(), is, targets, action }
      const noted = await Promise.all(
        Array.from({ length: count }, () => opened.sentMentions.noteChange(change, noon)),
      )
      return noted.filter((isNoted) => isNoted).length
    }

    const note = (...change: Parameters<typeof noteAll> extends [number, ...infer R] ? R : never) =>
      noteAll(1, ...change)

    async function claimAll(at = noon) {
      const claimed = []
      for (;;) {
        const mention = await opened.sentMentions.claim(at, 60_000)
        if (mention === null) return claimed
        claimed.push(mention)
      }
    }

    async function sendAll() {
      const claimed = await claimAll()
      for (const mention of claimed) await opened.sentMentions.finish(mention, delivered, noon)
      return claimed.map(({ target, isRemoved }) => (isRemoved ? `no ${target}` : target)).sort()
    }

    test('what there is when it begins is known, and a second beginning changes nothing', async () => {
      const { sentMentions } = opened
      expect(await sentMentions.listSources()).toBeNull()
      await sentMentions.begin([{ source, version: 'a' }], noon)
      await sentMentions.begin([{ source: '/other', version: 'b' }], noon)
      const known = { source, version: 'a', hash: null, dueAt: noon }
      expect(await sentMentions.listSources()).toEqual(new Map([[source, known]]))
      expect(await note('a', [one], 'know')).toBe(1)
      expect(await sendAll()).toEqual([])
      expect(await sentMentions.listSent(10)).toEqual([])
      expect(await sentMentions.listTargets(source)).toEqual([one])
    })

    test('a site without any page begins, too, and a thousand pages are one beginning', async () => {
      await opened.sentMentions.begin([], noon)
      expect(await opened.sentMentions.listSources()).toEqual(new Map())
      await opened.sentMentions.end()
      const pages = Array.from({ length: 1000 }, (_, at) => ({ source: `/${at}`, version: 'a' }))
      await opened.sentMentions.begin(pages, noon)
      expect((await opened.sentMentions.listSources())?.size).toBe(1000)
    })

    test('of processes that see the same change, one notes it, and a mention is claimed once', async () => {
      await opened.sentMentions.begin([], noon)
      expect(await noteAll(3, 'a', [one, two])).toBe(1)
      const claimed = await Promise.all(
        [1, 2, 3, 4].map(() => opened.sentMentions.claim(noon, 60_000)),
      )
      expect(claimed.flatMap((mention) => mention?.target ?? []).sort()).toEqual([one, two])
    })

    test('a change that several processes see is sent once, and so is a removal', async () => {
      await opened.sentMentions.begin([], noon)
      await note('a', [one])
      await sendAll()
      expect(await noteAll(3, 'b', [one])).toBe(1)
      expect(await sendAll()).toEqual([one])
      expect(await noteAll(3, null, [])).toBe(1)
      expect(await sendAll()).toEqual([`no ${one}`])
      expect(await sendAll()).toEqual([])
    })

    test('a change is sent to the old and the new targets, a removal to all', async () => {
      await opened.sentMentions.begin([], noon)
      await note('a', [one])
      expect(await sendAll()).toEqual([one])
      await note('b', [two])
      expect(await sendAll()).toEqual([two, `no ${one}`].sort())
      await note('c', [one, two])
      expect(await sendAll()).toEqual([one, two])
      await note(null, [])
      expect(await sendAll()).toEqual([`no ${one}`, `no ${two}`])
      expect(await getSource()).toBeNull()
      await note('d', [one])
      expect(await sendAll()).toEqual([one])
      await opened.sentMentions.pruneSent(later(1))
      expect((await opened.sentMentions.listSent(10)).map(({ target }) => target)).toEqual([one])
    })

    test('a target without an endpoint is not told that the link is gone', async () => {
      await opened.sentMentions.begin([], noon)
      await note('a', [one])
      const [mention] = await claimAll()
      if (mention === undefined) throw new Error('Nothing is due.')
      const none: TryOutcome = { ...delivered, state: 'no-endpoint', endpoint: null, answer: null }
      await opened.sentMentions.finish(mention, none, noon)
      await note('b', [])
      expect(await sendAll()).toEqual([])
    })

    test('a mention of a process that was killed is sent by another one after its lease', async () => {
      await opened.sentMentions.begin([], noon)
      await note('a', [one])
      await claimAll()
      expect(await claimAll(later(59))).toEqual([])
      const [again] = await claimAll(later(60))
      expect(again).toMatchObject({ target: one, tries: 0 })
    })

    test('a failure waits, and is counted until the next change', async () => {
      const { sentMentions } = opened
      await sentMentions.begin([], noon)
      await note('a', [one])
      const [mention] = await claimAll()
      if (mention === undefined) throw new Error('Nothing is due.')
      const failed: TryOutcome = { ...delivered, state: 'waiting', dueAt: later(300) }
      await sentMentions.finish(mention, failed, noon)
      expect(await claimAll(later(299))).toEqual([])
      const [again] = await claimAll(later(300))
      const { endpoint, answer, statusUrl } = delivered
      expect(again).toMatchObject({ tries: 1, endpoint, answer, statusUrl })
      await note('b', [one])
      const [listed] = await sentMentions.listSent(10)
      expect(listed).toMatchObject({ source, target: one, state: 'waiting', tries: 0 })
    })

    test('a page that changes while its mention is sent is sent again', async () => {
      await opened.sentMentions.begin([], noon)
      await note('a', [one])
      const [mention] = await claimAll()
      await note('b', [one])
      if (mention === undefined) throw new Error('Nothing is due.')
      await opened.sentMentions.finish(mention, delivered, noon)
      expect(await sendAll()).toEqual([one])
      expect(await sendAll()).toEqual([])
    })

    test('after the end nothing is sent, and the next beginning knows what there is', async () => {
      await opened.sentMentions.begin([], noon)
      await note('a', [one])
      await opened.sentMentions.end()
      expect(await opened.sentMentions.listSources()).toBeNull()
      expect(await sendAll()).toEqual([])
    })

    test('a note may be told to other sites where its print is in the feeds and not hidden', async () => {
      const { printers, snapshots, printEdits, sentMentions } = opened
      const { id } = await insertSamplePrinter(printers)
      for (const [minute, state, jobName] of [
        [0, 'printing', 'a'],
        [10, 'finished', 'a'],
        [20, 'printing', 'b'],
        [40, 'finished', 'b'],
      ] as const) {
        const reading = makeReading({ state, jobName })
        const report = makeReport(id, later(minute * 60), { reading, snapshot: null })
        await snapshots.insertObservation(report)
      }
      const listNotes = async () =>
        (await sentMentions.listNotes()).map(({ number, name, html }) => [number, name, html])
      const words = { markdown: 'For them', html: '<p>For them</p>' }
      await printEdits.describe(id, 2, { name: 'Lamp', note: words }, later(0))
      expect(await listNotes()).toEqual([])
      await printEdits.setPublished(id, 2, later(60))
      await printEdits.setPublished(id, 1, later(60))
      expect(await listNotes()).toEqual([[2, 'Lamp', words.html]])
      await printEdits.setHidden(id, 2, true)
      expect(await listNotes()).toEqual([])
      await printEdits.setHidden(id, 2, false)
      await printEdits.join(id, 2)
      expect(await listNotes()).toEqual([[1, 'Lamp', words.html]])
      await printEdits.describe(id, 1, { note: null }, later(60))
      expect(await listNotes()).toEqual([])
    })
  })
}
