import { EventEmitter } from 'node:events'
import { createSecret } from '#lib/http/credentials.ts'
import { createPrinterManagement } from '#lib/printers/manage/manage-printers.ts'
import { openStore } from '#lib/storage/db/open-store.ts'

/**
 * Adds printers to the store of a running site with the function that `npm run printers -- add` calls. Starting that command takes
 * 1.2 s of CPU, which hundreds of tests would wait for.
 */
export function createPrinterAdder(database: Parameters<typeof openStore>[0]['database']) {
  let opening: ReturnType<typeof openStore> | null = null

  return {
    /** @returns its number, and the token of its snapper */
    async add(name: string): Promise<{ id: number; token: string }> {
      opening ??= openStore({ database })
      const { add, addToken } = createPrinterManagement({
        store: await opening,
        pictures: { remove: async () => 0 },
        events: new EventEmitter(),
        createSecret,
        siteUrl: '',
        hasFixedSource: () => false,
        now: () => new Date(),
      })
      const { id } = await add({ sessionId: null }, name)
      const issued = await addToken({ sessionId: null }, id, { name: null, expiresAt: null })
      return { id, token: issued.secret }
    },
    async close(): Promise<void> {
      await (await opening)?.close()
    },
  }
}
