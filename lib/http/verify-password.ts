import type { PrinterStore } from '#lib/printers/ports.ts'
import { isPassword } from './credentials.ts'

/**
 * Checks the password that the owner has set for the snapper before the snapper brings it: a slow hash takes 50 ms of a core, and
 * the first report after a start needn't wait for it. A wrong or absent one changes nothing.
 */
export async function verifyPassword(
  printers: Pick<PrinterStore, 'listCredentials'>,
  given: { user: string | undefined; password: string | undefined } | null,
): Promise<void> {
  if (given?.user === undefined || given.password === undefined) return
  for (const { kind, username, hash } of await printers.listCredentials())
    if (kind === 'password' && username === given.user) await isPassword(given.password, hash)
}
