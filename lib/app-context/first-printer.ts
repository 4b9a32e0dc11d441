import { hashPassword } from '#lib/http/credentials.ts'
import type { PrinterStore } from '#lib/printers/ports.ts'
import { newPrinterSettings } from '#lib/printers/types.ts'
import type { Env } from './env.ts'

/**
 * Inserts printer 1 into an empty store, so that a new site accepts its snapper's first report. The number decides which of several
 * replicas does it.
 */
export async function ensureFirstPrinter(
  printers: PrinterStore,
  wanted: Env['firstPrinter'],
): Promise<void> {
  if (wanted === null || (await printers.listPrinters()).length > 0) return
  const inserted = await printers
    .insertPrinter({ ...newPrinterSettings, id: 1, name: wanted.name })
    .catch(async (error: unknown) => {
      if ((await printers.getPrinter(1)) === null) throw error
      return null
    })
  if (inserted === null || wanted.user === undefined || wanted.password === undefined) return
  await printers.insertCredential({
    printerId: inserted.id,
    kind: 'password',
    username: wanted.user,
    hash: await hashPassword(wanted.password),
  })
}
