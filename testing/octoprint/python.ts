import { spawnSync } from 'node:child_process'

export interface Python {
  command: string
}

// OctoPrint 1.11 runs on Python 3.7 to 3.13, 2.0 on 3.9 to 3.14: the common versions.
const oldest = 9
const newest = 13

// On a newer system python3 may be too new, but an older one may be installed as well.
const commands = ['python3', 'python3.13', 'python3.12', 'python3.11']

/** Finds a Python that can create a virtual environment for OctoPrint, or the reason why there is none. */
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
