import { beforeEach, describe, expect, test } from 'vitest'
import { maxFlipbooks } from '../flipbooks.ts'
import type { OpenStore } from '../open-store.ts'
import {
  insertSamplePrinter,
  later,
  makeReport,
  makeSnapshot,
  noon,
  sha256Of,
} from '../testing/samples.ts'
import type { OpenEmptyStore } from './open-empty-store.ts'

export function describeFlipbooks(open: OpenEmptyStore): void {
  describe('animations', () => {
    let store: OpenStore
    let printerId: number
    beforeEach(async () => {
      store = await open()
      printerId = (await insertSamplePrinter(store.printers)).id
      for (let second = 0; second < 4; second++) {
        const snapshot = makeSnapshot(later(second), { sha256: sha256Of(`picture ${second}`) })
        await store.snapshots.insertObservation(
          makeReport(printerId, later(second), { reading: null, snapshot }),
        )
      }
    })
    const picture = (second: number) => sha256Of(`picture ${second}`)
    const insert = (name: string, seconds: number[], at = noon) =>
      store.prints.insertFlipbook({ sha256: sha256Of(name), frames: seconds.map(picture), at })
    const list = async () => (await store.prints.listFlipbooks()).sort()

    test('one of a picture that is gone is not remembered', async () => {
      expect(await insert('a', [0, 99])).toBe(false)
      expect(await list()).toEqual([])
    })

    test('it is remembered once, with the same picture in it twice, too', async () => {
      expect(await insert('a', [0, 1, 1])).toBe(true)
      expect(await insert('a', [0, 1, 1], later(9))).toBe(true)
      expect(await list()).toEqual([sha256Of('a')])
    })

    test('with any of its pictures it goes, and its bytes are told to go as well', async () => {
      await insert('a', [0, 1])
      await insert('b', [1, 2])
      await insert('c', [2, 3])
      const kept = await store.retention.listStored(printerId)
      const gone = await store.retention.deleteSnapshots([kept[0]?.id ?? 0])
      expect(gone).toEqual([picture(0), sha256Of('a')])
      expect(await list()).toEqual([sha256Of('b'), sha256Of('c')].sort())
      const span = { from: later(1), to: later(2) }
      const { orphans } = await store.retention.purge(printerId, span)
      expect(orphans).toEqual([picture(1), sha256Of('b')])
      expect(await list()).toEqual([sha256Of('c')])
    })

    test('only the newest hundred stay', async () => {
      for (let index = 0; index < maxFlipbooks + 2; index++)
        await insert(`${index}`, [0, 1], later(index))
      const names = await store.prints.listFlipbooks()
      expect(names).toHaveLength(maxFlipbooks)
      expect(names[0]).toBe(sha256Of(`${maxFlipbooks + 1}`))
      expect(names).not.toContain(sha256Of('0'))
      expect(names).not.toContain(sha256Of('1'))
    })
  })
}
