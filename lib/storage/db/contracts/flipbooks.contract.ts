import { beforeEach, describe, expect, test } from 'vitest'
import { maxFlipbooks } from '../flipbooks.ts'
import { later, makeReport, makeSnapshot, noon, sha256Of } from '../testing/samples.ts'
import { type OpenEmptyStore, openWithPrinter, printerId } from './test-store.ts'

export function describeFlipbooks(open: OpenEmptyStore): void {
  describe('animations', () => {
    const store = openWithPrinter(open)
    beforeEach(async () => {
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

    test('a flipbook with a deleted picture is not stored', async () => {
      expect(await insert('a', [0, 99])).toBe(false)
      expect(await list()).toEqual([])
    })

    test('a flipbook is stored once, also with a repeated picture', async () => {
      expect(await insert('a', [0, 1, 1])).toBe(true)
      expect(await insert('a', [0, 1, 1], later(9))).toBe(true)
      expect(await list()).toEqual([sha256Of('a')])
    })

    test('a flipbook is deleted with any of its pictures, and its hash is returned as an orphan', async () => {
      await insert('a', [0, 1])
      await insert('b', [1, 2])
      await insert('c', [2, 3])
      const stored = await Array.fromAsync(store.retention.listStored(printerId))
      const orphans = await store.retention.deleteSnapshots([stored[0]?.id ?? 0])
      expect(orphans).toEqual([picture(0), sha256Of('a')])
      expect(await list()).toEqual([sha256Of('b'), sha256Of('c')].sort())
      const span = { from: later(1), to: later(2) }
      const purged = await store.retention.purge(printerId, span)
      expect(purged.orphans).toEqual([picture(1), sha256Of('b')])
      expect(await list()).toEqual([sha256Of('c')])
    })

    test('only the newest hundred are stored', async () => {
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
