import { execFile, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** The version that the tests use; pinned, so that a failure has its cause in this project. */
export const octoPrintVersion = '1.11.8'
/** The current version and the next one. */
export const octoPrintVersions = [octoPrintVersion, '2.0.0rc3']

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
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-compile']
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

interface Python {
  command: string
}

// OctoPrint 1.11 runs on Python 3.7 to 3.13, 2.0 on 3.9 to 3.14: the common versions.
const oldest = 9
const newest = 13

// On a newer system python3 may be too new, but an older one may be installed as well.
const commands = ['python3', 'python3.13', 'python3.12', 'python3.11']

/** Finds a Python that can create a virtual environment for OctoPrint, or why it was not found. */
export function findPython(): Python | { obstacle: string } {
  const obstacles: string[] = []
  for (const command of commands) {
    const obstacle = findObstacle(command)
    if (obstacle === null) return { command }
    obstacles.push(obstacle)
  }
  return { obstacle: obstacles[0] ?? '' }
}

function findObstacle(command: string): string | null {
  const minor = evaluate(command, 'import sys; print(sys.version_info.minor)')
  if (minor === null) return 'OctoPrint needs Python: install python3 and python3-venv.'
  if (!(Number(minor) >= oldest && Number(minor) <= newest))
    return `OctoPrint needs Python 3.${oldest} to 3.${newest}, but ${command} is 3.${minor}.`
  const hasVenv = evaluate(command, 'import venv, ensurepip; print(True)') !== null
  return hasVenv ? null : 'OctoPrint needs a virtual environment: install python3-venv.'
}

function evaluate(command: string, program: string): string | null {
  const { error, status, stdout } = spawnSync(command, ['-c', program], { encoding: 'utf8' })
  return error || status !== 0 ? null : stdout.trim()
}
