import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** For Vitest and Playwright: what tests leave in the temporary folder goes when the last of them has ended. */
// biome-ignore lint/style/noDefaultExport: both call what a file has by that name
export default function keepTemporaryFilesTogether(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'paparazza-tests-'))
  // Postgres, where root runs the tests, is another user's and has its data in it.
  chmodSync(folder, 0o755)
  process.env.TMPDIR = folder
  return () => rmSync(folder, { recursive: true, force: true })
}
