import { beforeEach, expect } from 'vitest'
import type { OpenStore } from '../open-store.ts'
import { insertSamplePrinter } from '../testing/samples.ts'

/** Opens an empty store; the caller closes and deletes it after the test. */
export type OpenEmptyStore = () => Promise<OpenStore>

/** The store of the running test, opened before each. */
export function openBeforeEach(open: OpenEmptyStore): Omit<OpenStore, 'close'> {
  let store: OpenStore
  beforeEach(async () => {
    store = await open()
  })
  return {
    get printers() {
      return store.printers
    },
    get snapshots() {
      return store.snapshots
    },
    get retention() {
      return store.retention
    },
    get prints() {
      return store.prints
    },
    get pictures() {
      return store.pictures
    },
    get printEdits() {
      return store.printEdits
    },
    get archive() {
      return store.archive
    },
    get claims() {
      return store.claims
    },
    get overview() {
      return store.overview
    },
    get owner() {
      return store.owner
    },
    get hub() {
      return store.hub
    },
    get sentMentions() {
      return store.sentMentions
    },
    get notifications() {
      return store.notifications
    },
    get mentions() {
      return store.mentions
    },
  }
}

/** The id of the printer in `openWithPrinter`. */
export const printerId = 1

/** As `openBeforeEach`, with one printer. */
export function openWithPrinter(open: OpenEmptyStore): Omit<OpenStore, 'close'> {
  const store = openBeforeEach(open)
  beforeEach(async () => {
    const printer = await insertSamplePrinter(store.printers)
    expect(printer.id).toBe(printerId)
  })
  return store
}
