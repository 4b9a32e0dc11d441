import { describe } from 'vitest'
import { describeArchive } from './archive.contract.ts'
import { describeFlipbooks } from './flipbooks.contract.ts'
import { describeHistory } from './history.contract.ts'
import { describeKeeping } from './keeping.contract.ts'
import type { OpenStore } from './open-store.ts'
import { describePrinters } from './printers.contract.ts'
import { describePrints } from './prints.contract.ts'
import { describePublishing } from './publishing.contract.ts'
import { describeReports } from './reports.contract.ts'

/** Opens an empty store; who opens it closes it and clears away. */
export type OpenEmptyStore = () => Promise<OpenStore>

/** What every store adapter promises, whatever it keeps its rows in. */
export function describeStore(name: string, open: OpenEmptyStore): void {
  describe(name, () => {
    describePrinters(open)
    describeReports(open)
    describeHistory(open)
    describeKeeping(open)
    describePrints(open)
    describePublishing(open)
    describeFlipbooks(open)
    describeArchive(open)
  })
}
