import { useState } from 'react'

export interface Selection {
  ids: ReadonlySet<number>
  /** Selects or deselects one; with `isRange` selects all from the one before to this one. */
  choose(id: number, isRange: boolean): void
  chooseAll(ids: readonly number[]): void
  clear(): void
}

/** @param order all ids on the page, as they are shown; what isn't there is not selected */
export function useSelection(order: readonly number[]): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set())
  const [last, setLast] = useState<number | null>(null)
  return {
    ids: chosen.intersection(new Set(order)),
    choose(id, isRange) {
      const [start, end] = [order.indexOf(last ?? id), order.indexOf(id)].sort((a, b) => a - b)
      setLast(id)
      if (isRange && start !== undefined && start >= 0 && end !== undefined)
        return setChosen(chosen.union(new Set(order.slice(start, end + 1))))
      setChosen(chosen.symmetricDifference(new Set([id])))
    },
    chooseAll: (ids) => setChosen(chosen.union(new Set(ids))),
    clear: () => setChosen(new Set()),
  }
}
