import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { LoadPlan, LoadResult } from './load-child.ts'

const execFileAsync = promisify(execFile)
const child = join(import.meta.dirname, 'load-child.ts')

/** Puts load on a server of this machine from a process of its own; it never lasts much longer than its plan says. */
export async function runLoad(plan: LoadPlan): Promise<LoadResult> {
  const timeout = plan.seconds * 1000 + 15_000
  const { stdout } = await execFileAsync(process.execPath, [child, JSON.stringify(plan)], {
    timeout,
  })
  return JSON.parse(stdout)
}
