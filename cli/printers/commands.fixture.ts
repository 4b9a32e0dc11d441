import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach } from 'vitest'
import { defaultFormats } from '#lib/api/formats.ts'
import { createSecret } from '#lib/http/credentials.ts'
import { formatCursor } from '#lib/http/params.ts'
import { getPrinterEvents } from '#lib/printers/events.ts'
import { createPrinterManagement } from '#lib/printers/manage/manage-printers.ts'
import { createPrintEditing } from '#lib/printers/prints/edit-prints.ts'
import { createOwnersPrints } from '#lib/printers/prints/owners-prints.ts'
import { createPrinterQueries } from '#lib/printers/queries.ts'
import { type OpenStore, openStore } from '#lib/storage/db/open-store.ts'
import { insertSamplePrinter, later } from '#lib/storage/db/testing/samples.ts'
import { parsePrinterCommand } from './arguments.ts'
import { runPrinterCommand } from './commands.ts'

interface Opened {
  store: OpenStore
  /** Runs a command, its words separated by spaces. */
  run(line: string): Promise<string>
}

/** A store with one printer before each test, and the commands on it. */
export function openBeforeEach(): Opened {
  let opened: Opened
  beforeEach(async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'owner-'))
    const store = await openStore({ database: { kind: 'sqlite', dataDir } })
    await insertSamplePrinter(store.printers)
    const settings = {
      siteUrl: 'https://example.org',
      getFormats: () => defaultFormats,
      listVariants: () => [],
      formatCursor,
      now: () => later(0),
    }
    const parts = {
      store,
      printerQueries: createPrinterQueries(store, settings),
      ownersPrints: createOwnersPrints(store, settings),
      printEditing: createPrintEditing({
        store,
        events: getPrinterEvents(),
        now: () => new Date(),
      }),
      changePictures: undefined as never, // these commands don't use it
      management: createPrinterManagement({
        store,
        pictures: undefined as never, // only purge uses it
        events: getPrinterEvents(),
        createSecret,
        siteUrl: settings.siteUrl,
        hasFixedSource: () => false,
        now: () => new Date(),
      }),
    }
    opened = {
      store,
      run: (line) => runPrinterCommand(parts, parsePrinterCommand(line.split(' '))),
    }
    return async () => {
      await store.close()
      await rm(dataDir, { recursive: true })
    }
  })
  return {
    get store() {
      return opened.store
    },
    run: (line) => opened.run(line),
  }
}
