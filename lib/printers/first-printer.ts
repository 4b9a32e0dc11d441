import type { PrinterStore } from './ports.ts'

/** Inserts printer 1 into an empty store, so that a new site accepts its snapper's first report. */
export async function ensureFirstPrinter(
  printers: PrinterStore,
  wanted: { name: string; user: string | undefined; password: string | undefined } | null,
  hashPassword: (password: string) => Promise<string>,
): Promise<void> {
  if (wanted === null || (await printers.listPrinters()).length > 0) return
  const printer = await printers.insertPrinter({
    name: wanted.name,
    isPublishing: true,
    publishesTemperatures: true,
    publishesJobName: true,
    jobAlias: null,
  })
  if (wanted.user === undefined || wanted.password === undefined) return
  await printers.insertCredential({
    printerId: printer.id,
    kind: 'password',
    username: wanted.user,
    hash: await hashPassword(wanted.password),
  })
}
