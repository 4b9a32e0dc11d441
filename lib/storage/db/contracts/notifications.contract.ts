import { describe, expect, test } from 'vitest'
import { insertSampleChannel } from '../testing/sample-channel.ts'
import { later, makeReading, makeReport, makeSnapshot, noon } from '../testing/samples.ts'
import { listMessages, report } from './messages.fixture.ts'
import { type OpenEmptyStore, openWithPrinter, printerId } from './test-store.ts'

export function describeNotifications(open: OpenEmptyStore): void {
  describe('notifications', () => {
    const store = openWithPrinter(open)
    const add = (changes?: Parameters<typeof insertSampleChannel>[1]) =>
      insertSampleChannel(store.notifications, changes)

    test('without a channel, reports write nothing', async () => {
      await report(store, ['printing', 'finished'])
      expect(await listMessages(store)).toEqual([])
      expect(await store.notifications.listDueChannels(later(3600))).toEqual([])
    })

    test('each channel gets what it wants, once', async () => {
      await add()
      await add({ facts: ['finished'] })
      await add({ printers: [7] })
      await add({ createdAt: later(600) })
      await report(store, ['printing', 'printing', 'finished', 'finished', 'idle'])
      expect(await listMessages(store)).toEqual([
        '1 started waiting',
        '1 finished waiting',
        '2 finished waiting',
      ])
      expect((await store.notifications.listDueChannels(later(60))).sort()).toEqual([1, 2])
    })

    test('two pauses of a print are two messages, ten within a minute at most two', async () => {
      await add({ facts: ['paused'] })
      const pause = ['paused', 'paused', 'paused'] as const
      await report(store, ['printing', ...pause, 'printing', ...pause, 'printing'])
      expect(await listMessages(store)).toHaveLength(2)
      for (let second = 600; second < 660; second += 6) {
        const seconds = [second, second + 2, second + 4]
        for (const [index, state] of (['printing', 'paused', 'paused'] as const).entries())
          await report(store, [state], later(seconds[index] ?? 0))
      }
      expect((await listMessages(store)).length).toBeLessThanOrEqual(4)
    })

    test('an error without a print is told once while it lasts, also where a report comes late', async () => {
      await add({ facts: ['error', 'failed'] })
      await report(store, ['idle', 'error', 'error', 'error'])
      await report(store, ['error', 'error'], later(40), later(150))
      await report(store, ['error'], later(180))
      expect(await listMessages(store)).toEqual(['1 error waiting'])
    })

    test('the half of a print is told only where it is chosen', async () => {
      await add()
      await add({ facts: ['half'] })
      for (const [index, progress] of [40, 55, 60].entries()) {
        const reading = makeReading({ state: 'printing', progress, elapsedSeconds: 100 })
        const changes = { reading, snapshot: null }
        const at = later(index * 30)
        await store.snapshots.insertObservation(makeReport(printerId, at, changes))
      }
      expect(await listMessages(store)).toEqual(['1 started waiting', '2 half waiting'])
    })

    test('a late report that changes the end sends no second message', async () => {
      await add()
      await report(store, ['printing', 'idle', 'idle', 'idle'])
      await report(store, ['error'], later(20), later(120))
      expect(await listMessages(store)).toEqual(['1 started waiting', '1 cancelled waiting'])
    })

    test('what a spooled report says is news for a time, then a line of a digest, then nothing', async () => {
      await add({ createdAt: later(-30 * 86_400) })
      await report(store, ['printing', 'finished'], noon, later(3600))
      await report(store, ['printing', 'finished'], later(-3 * 86_400), later(3660))
      await report(store, ['printing', 'finished'], later(-9 * 86_400), later(3720))
      expect(await listMessages(store)).toEqual(['1 finished waiting', '1 finished held'])
    })

    test('a printer that flaps ten times a minute makes two messages', async () => {
      await add()
      const states = Array.from({ length: 20 }, (_, index) => (index % 2 ? 'finished' : 'printing'))
      for (const [index, state] of states.entries())
        await report(store, [state as 'finished'], later(index * 3))
      expect(await listMessages(store)).toEqual(['1 started waiting', '1 finished waiting'])
    })

    test('the return of a printer is announced only after its absence was', async () => {
      const { id } = await add()
      const absent = { subject: 'printer-1/late/1', printerId, print: null, detail: null }
      const picture = (seconds: number) =>
        store.snapshots.insertObservation(
          makeReport(printerId, later(seconds), { snapshot: makeSnapshot(later(seconds)) }),
        )
      await picture(0)
      const facts = [{ ...absent, kind: 'late', happenedAt: later(1800) } as const]
      await store.notifications.insertFacts(facts, later(1800))
      await store.notifications.insertFacts(facts, later(1801))
      await store.snapshots.insertObservation(
        makeReport(printerId, later(1900), { snapshot: null }),
      )
      const ofPrinter = async () =>
        (await listMessages(store)).filter((each) => !each.includes('started'))
      expect(await ofPrinter()).toEqual([`${id} late waiting`])
      await picture(2000)
      await picture(2600)
      expect(await ofPrinter()).toEqual([`${id} late waiting`, `${id} back waiting`])
    })
  })
}
