import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findPython } from './python.ts'

/** The version that the tests use; pinned, so that a failure has its cause in this project. */
export const octoPrintVersion = '1.11.8'

const cacheDir = join(import.meta.dirname, '../../.cache')
const run = promisify(execFile)

function getInstallDir(version: string): string {
  return join(cacheDir, `octoprint-${version}`)
}

/** Returns why OctoPrint can't be installed on this machine, `null` if it can. */
export function isOctoPrintObtainable(version = octoPrintVersion): string | null {
  if (existsSync(getInstallDir(version))) return null
  const python = findPython()
  return 'obstacle' in python ? python.obstacle : null
}

/**
 * Installs OctoPrint into a virtual environment, once. Installs into a temporary folder and renames it at the end, so an
 * interrupted install is never used, and the first of two concurrent ones wins.
 * @returns the path of its Python
 * @throws Error when there is no Python, or with the installer's message
 */
export async function installOctoPrint(version = octoPrintVersion): Promise<string> {
  const dir = getInstallDir(version)
  const installed = join(dir, 'bin', 'python')
  if (existsSync(dir)) return installed
  const python = findPython()
  if ('obstacle' in python) throw new Error(python.obstacle)

  const draft = `${dir}.${process.pid}`
  try {
    await mkdir(cacheDir, { recursive: true })
    await rm(draft, { recursive: true, force: true })
    await run(python.command, ['-m', 'venv', draft])
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check']
    await run(join(draft, 'bin', 'python'), [...pip, `octoprint==${version}`])
    await rename(draft, dir)
  } catch (cause) {
    if (!existsSync(dir))
      throw new Error(`OctoPrint ${version} can't be installed: ${cause}`, { cause })
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  return installed
}
