import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('../../scripts/build-snapper.ts', import.meta.url))

/** The snapper as it is handed out, in this folder: it starts four times as fast as its sources. */
export function bundleSnapper(folder: string): string {
  const file = join(folder, 'snapper.cjs')
  execFileSync(process.execPath, [script, file], { stdio: ['ignore', 'ignore', 'inherit'] })
  return file
}
