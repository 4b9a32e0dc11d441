import { describe, expect, test } from 'vitest'
import { insertSamplePrinter, later, makeReport } from '../testing/samples.ts'
import { type OpenEmptyStore, openBeforeEach } from './test-store.ts'

export function describePrinters(open: OpenEmptyStore): void {
  describe('printers and credentials', () => {
    const store = openBeforeEach(open)

    test('an unknown printer is null and can’t be updated', async () => {
      expect(await store.printers.getPrinter(99)).toBeNull()
      expect(await store.printers.listPrinters()).toEqual([])
      await expect(store.printers.updatePrinter(99, { name: 'x' })).rejects.toMatchObject({
        code: 'printer-not-found',
      })
    })

    test('a printer is stored unchanged, and the first has id 1', async () => {
      const printer = await insertSamplePrinter(store.printers, 'Ünïcode 🖨')
      expect(printer).toEqual({
        id: 1,
        name: 'Ünïcode 🖨',
        isPublishing: true,
        pausedUntil: null,
        publishesTemperatures: true,
        publishesJobName: false,
        publishesMaterial: true,
        publishesSpool: false,
        jobAlias: null,
        publishesPrintsSince: null,
        position: null,
        intervalSeconds: null,
        source: null,
        cameras: [],
        createdAt: expect.any(Date),
        revision: expect.any(Number),
      })
      expect(await store.printers.getPrinter(1)).toEqual(printer)
      expect(await store.printers.listPrinters()).toEqual([printer])
    })

    test('a printer may be inserted with an id; later ids are higher, and none is used twice', async () => {
      const one = await insertSamplePrinter(store.printers)
      const { createdAt: _, ...given } = one
      const seven = await store.printers.insertPrinter({ ...given, id: 7, name: 'Elsewhere' })
      expect(await store.printers.getPrinter(7)).toEqual(seven)
      await expect(store.printers.insertPrinter({ ...given, id: 7 })).rejects.toThrow()
      const next = await insertSamplePrinter(store.printers)
      const three = await store.printers.insertPrinter({ ...given, id: 3 })
      const last = await insertSamplePrinter(store.printers)
      expect([one.id, seven.id, three.id]).toEqual([1, 7, 3])
      expect(next.id).toBeGreaterThan(7)
      expect(last.id).toBeGreaterThan(next.id)
    })

    test('a deleted printer is gone with its credentials, and its number is not given again', async () => {
      const { id } = await insertSamplePrinter(store.printers)
      const credential = { printerId: id, kind: 'token', username: null, hash: 'sha256:x' } as const
      await store.printers.insertCredential(credential)
      await store.printers.deletePrinter(id)
      expect(await store.printers.listPrinters()).toEqual([])
      expect(await store.printers.listCredentials()).toEqual([])
      expect((await insertSamplePrinter(store.printers)).id).toBeGreaterThan(id)
      await expect(store.printers.deletePrinter(id)).rejects.toMatchObject({
        code: 'printer-not-found',
      })
    })

    test('an update changes only the given fields', async () => {
      const revision = expect.any(Number)
      const printer = { ...(await insertSamplePrinter(store.printers)), revision }
      const changed = await store.printers.updatePrinter(printer.id, {
        isPublishing: false,
        jobAlias: 'a secret part',
      })
      expect(changed).toEqual({ ...printer, isPublishing: false, jobAlias: 'a secret part' })
      const cleared = await store.printers.updatePrinter(printer.id, { jobAlias: null })
      expect(cleared).toEqual({ ...printer, isPublishing: false })
      const unchanged = await store.printers.updatePrinter(printer.id, {})
      expect(unchanged).toEqual({ ...cleared, revision })
      expect(await store.printers.getPrinter(printer.id)).toEqual(unchanged)
    })

    test('the owner’s order comes first, then the numbers, and each place is a change', async () => {
      const list = async () => (await store.printers.listPrinters()).map(({ id }) => id)
      for (let count = 0; count < 4; count++) await insertSamplePrinter(store.printers)
      const before = (await store.printers.getPrinter(2))?.revision ?? 0
      await store.printers.orderPrinters([3, 2])
      expect(await list()).toEqual([3, 2, 1, 4])
      expect((await store.printers.getPrinter(2))?.revision).toBeGreaterThan(before)
      await expect(store.printers.orderPrinters([1, 99])).rejects.toMatchObject({
        code: 'printer-not-found',
      })
      expect(await list()).toEqual([3, 2, 1, 4])
      await store.printers.orderPrinters([4])
      expect(await list()).toEqual([4, 1, 2, 3])
    })

    test('an interval that the owner names holds where reports promise none', async () => {
      const { id } = await insertSamplePrinter(store.printers)
      const getInterval = async () => (await store.snapshots.getCurrent(id)).intervalSeconds
      await store.printers.updatePrinter(id, { intervalSeconds: 1800 })
      await store.snapshots.insertObservation(makeReport(id, later(0)))
      expect(await getInterval()).toBe(1800)
      await store.snapshots.insertObservation(makeReport(id, later(9), { intervalSeconds: 30 }))
      expect(await getInterval()).toBe(30)
    })

    test('a credential needs an existing printer', async () => {
      const credential = { printerId: 7, kind: 'token', username: null, hash: 'h' } as const
      await expect(store.printers.insertCredential(credential)).rejects.toMatchObject({
        code: 'printer-not-found',
      })
      expect(await store.printers.listCredentials()).toEqual([])
    })

    test('credentials of all printers are listed until they are deleted', async () => {
      const [one, two] = [
        await insertSamplePrinter(store.printers),
        await insertSamplePrinter(store.printers),
      ]
      const password = await store.printers.insertCredential({
        printerId: one.id,
        kind: 'password',
        username: 'snapper',
        hash: 'scrypt$…',
      })
      const token = await store.printers.insertCredential({
        printerId: two.id,
        kind: 'token',
        username: null,
        hash: 'sha256$…',
      })
      expect(await store.printers.listCredentials()).toEqual([password, token])
      expect(password).toMatchObject({ printerId: one.id, username: 'snapper' })

      await store.printers.deleteCredentials([])
      await store.printers.deleteCredentials([password.id, 4711])
      expect(await store.printers.listCredentials()).toEqual([token])
    })

    test('each change of a printer or its credentials increments its revision only', async () => {
      const one = await insertSamplePrinter(store.printers)
      const two = await insertSamplePrinter(store.printers)
      const recorded = [await store.retention.listRevisions()]
      const recordRevisions = async () => recorded.push(await store.retention.listRevisions())
      await store.printers.updatePrinter(one.id, { name: 'Renamed' })
      await recordRevisions()
      const credential = await store.printers.insertCredential({
        printerId: one.id,
        kind: 'token',
        username: null,
        hash: 'h',
      })
      await recordRevisions()
      await store.printers.deleteCredentials([credential.id])
      await recordRevisions()
      const revisions = recorded.map((revision) => revision.get(one.id) ?? Number.NaN)
      expect(revisions).toEqual([...new Set(revisions)].sort((a, b) => a - b))
      expect(revisions).toHaveLength(4)
      expect(new Set(recorded.map((revision) => revision.get(two.id))).size).toBe(1)
    })

    test('a working store is writable', async () => {
      await store.retention.checkWritable()
      await store.retention.checkWritable()
    })
  })
}
