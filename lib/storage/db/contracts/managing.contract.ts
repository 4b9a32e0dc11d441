import { afterEach, describe, expect, test, vi } from 'vitest'
import { getPrinterEvents } from '#lib/printers/events.ts'
import { createPrinterManagement } from '#lib/printers/manage/manage-printers.ts'
import { insertSamplePrinter, later, makeReport } from '../testing/samples.ts'
import { type OpenEmptyStore, openBeforeEach } from './test-store.ts'

const hourMs = 60 * 60 * 1000
const owner = { sessionId: 7 }
const token = { name: 'Garage', expiresAt: null }

export function describeManaging(open: OpenEmptyStore): void {
  describe('what the owner changes', () => {
    const store = openBeforeEach(open)
    let secrets = 0
    const manage = () =>
      createPrinterManagement({
        store,
        pictures: { remove: async () => 0 },
        events: getPrinterEvents(),
        createSecret: () => ({ secret: 'x', hash: `hash ${++secrets}` }),
        siteUrl: 'https://example.org',
        hasFixedSource: (id) => id === 9,
        now: () => new Date(),
      })
    const listLog = async () =>
      (await store.owner.listLog({ before: null, limit: 20 })).map(({ action, sessionId }) => [
        action,
        sessionId,
      ])
    const getRevision = async (id: number) => (await store.retention.listRevisions()).get(id) ?? 0
    afterEach(() => vi.useRealTimers())

    test('each change is in the owner’s log, with its session, and a rejected one is not', async () => {
      const management = manage()
      const { id } = await management.add(owner, 'Shed')
      await management.change({ sessionId: null }, id, { name: 'Garage' })
      await management.order(owner, [id])
      await management.change(owner, id, { isPublishing: false, pausedUntil: null })
      const { credential } = await management.addToken(owner, id, token)
      await management.rotateToken(owner, id, credential.id)
      await management.removeToken(owner, id, credential.id)
      await management.replaceAll(owner, id, null)
      await management.purge(owner, id, { from: later(0), to: later(60) })
      await expect(management.change(owner, 99, { name: 'x' })).rejects.toThrow('99')
      await expect(management.order(owner, [id, 99])).rejects.toThrow('99')
      const source = 'http://127.0.0.1/'
      await expect(management.change(owner, id, { source })).rejects.toThrow('not a public')
      await expect(management.removeToken(owner, id, credential.id)).rejects.toThrow(
        'no such token',
      )
      await management.remove(owner, id)
      expect((await listLog()).reverse()).toEqual([
        ['printer-added', 7],
        ['printer-changed', null],
        ['printers-ordered', 7],
        ['camera-paused', 7],
        ['token-added', 7],
        ['token-rotated', 7],
        ['token-removed', 7],
        ['tokens-replaced', 7],
        ['history-purged', 7],
        ['printer-removed', 7],
      ])
      expect(await store.printers.listPrinters()).toEqual([])
    })

    test('of two tabs that change one field, the second hears of the first', async () => {
      const { id } = await insertSamplePrinter(store.printers)
      const change = (name: string, was: string) =>
        manage().change(owner, id, { name }, { name: was })
      await change('Garage', 'Maker Select')
      const before = await getRevision(id)
      await expect(change('Shed', 'Maker Select')).rejects.toMatchObject({
        code: 'changed-meanwhile',
        fieldErrors: [{ pointer: '/name', detail: expect.stringContaining('to “Garage”') }],
      })
      expect(await getRevision(id)).toBe(before)
      expect(await listLog()).toHaveLength(1)
      // Another field, and the same one after a look at it.
      await manage().change(owner, id, { jobAlias: 'x' }, { job_alias: '' })
      expect(await change('Shed', 'Garage')).toMatchObject({ name: 'Shed', jobAlias: 'x' })
    })

    test('a pause ends by itself, and every process sees the end as a change', async () => {
      const { id } = await insertSamplePrinter(store.printers)
      const revisions = [await getRevision(id)]
      const pausedUntil = new Date(Date.now() + hourMs)
      const paused = await manage().change(owner, id, { isPublishing: false, pausedUntil })
      revisions.push(await getRevision(id))
      expect(paused).toMatchObject({ isPublishing: false, pausedUntil })

      vi.useFakeTimers({ now: pausedUntil, toFake: ['Date'] })
      revisions.push(await getRevision(id))
      const resumed = await store.printers.getPrinter(id)
      expect(resumed).toMatchObject({ isPublishing: true, pausedUntil: null })
      expect(resumed?.revision).toBe(revisions.at(-1))
      await manage().change(owner, id, { isPublishing: true })
      revisions.push(await getRevision(id))
      await manage().change(owner, id, { isPublishing: false })
      revisions.push(await getRevision(id))
      expect(revisions).toEqual([...new Set(revisions)].sort((a, b) => a - b))
      vi.setSystemTime(Date.now() + 1000 * hourMs)
      expect(await store.printers.getPrinter(id)).toMatchObject({ isPublishing: false })
    })

    test('a rotated token works for another day, one that expires earlier no longer than before', async () => {
      const { id } = await insertSamplePrinter(store.printers)
      const soon = new Date(Date.now() + hourMs)
      const first = await manage().addToken(owner, id, token)
      const second = await manage().addToken(owner, id, { name: 'Soon', expiresAt: soon })
      const rotated = await manage().rotateToken(owner, id, first.credential.id)
      await manage().rotateToken(owner, id, second.credential.id)
      const [one, two] = await store.printers.listCredentials()
      expect(rotated.credential).toMatchObject({ name: 'Garage', expiresAt: null })
      expect((one?.expiresAt?.getTime() ?? 0) / hourMs).toBeCloseTo(Date.now() / hourMs + 24, 1)
      expect(two?.expiresAt).toEqual(soon)
      await expect(manage().rotateToken(owner, id, first.credential.id)).rejects.toThrow('already')
      expect(await store.printers.listCredentials()).toHaveLength(4)
    })

    test('a token keeps its scope when it is replaced', async () => {
      const { id } = await insertSamplePrinter(store.printers)
      const reader = { ...token, scope: 'read-private' } as const
      const { credential } = await manage().addToken(owner, id, reader)
      await manage().rotateToken(owner, id, credential.id)
      const report = await manage().addToken(owner, id, token)
      expect(report.credential.scope).toBe('report')
      const scopes = (await store.printers.listCredentials()).map(({ scope }) => scope)
      expect(scopes).toEqual(['read-private', 'read-private', 'report'])
    })

    test('the use of a token is noted once a minute, and is no change of its printer', async () => {
      const { id } = await insertSamplePrinter(store.printers)
      await store.snapshots.insertObservation(makeReport(id, later(0), { snapshot: null }))
      const { credential } = await manage().addToken(owner, id, token)
      const revision = await getRevision(id)
      for (const seconds of [0, 59, 60, 61])
        await store.printers.noteUse(credential.id, later(seconds), 'curl/8')
      await store.printers.noteUse(4711, later(0), null)
      expect(await store.printers.listCredentials()).toMatchObject([
        { lastUsedAt: later(60), lastUsedBy: 'curl/8' },
      ])
      expect(await getRevision(id)).toBe(revision)
    })
  })
}
