import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Global setup for Vitest and Playwright: one temporary folder for all tests, deleted after the last. */
// biome-ignore lint/style/noDefaultExport: both import the default export
export default function useOneTemporaryFolder(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'paparazza-tests-'))
  // Postgres runs as another user when root runs the tests, and has its data in the folder.
  chmodSync(folder, 0o755)
  process.env.TMPDIR = folder
  // Hundreds of processes compile the same modules.
  process.env.NODE_COMPILE_CACHE = join(folder, 'compiled')
  // A process that ends just then writes its compiled modules.
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}
