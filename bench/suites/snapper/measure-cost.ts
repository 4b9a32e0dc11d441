import { spawn } from 'node:child_process'

export interface Cost {
  wallMs: number
  cpuMs: number
  peakMb: number
}

/** Node doesn't report what a child has used; wait4 does, and Python has it. */
const measure = `
import os, sys, time
null = os.open(os.devnull, os.O_WRONLY)
started = time.perf_counter()
pid = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, null, 1)])
_, status, used = os.wait4(pid, 0)
wall = time.perf_counter() - started
print(wall * 1000, (used.ru_utime + used.ru_stime) * 1000, used.ru_maxrss / 1024, os.waitstatus_to_exitcode(status))
`

/**
 * Measures a command from start to exit.
 * @throws Error for another exit code than 0
 */
export function measureCost(command: string[], environment: Record<string, string>): Promise<Cost> {
  return new Promise((resolve, reject) => {
    const child = spawn('python3', ['-c', measure, ...command], {
      env: { NODE_ENV: 'production', PATH: process.env.PATH, ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let text = ''
    child.stdout.on('data', (chunk) => {
      text += chunk
    })
    child.on('close', () => {
      const [wallMs = 0, cpuMs = 0, peakMb = 0, exitCode] = text.trim().split(' ').map(Number)
      if (exitCode === 0) resolve({ wallMs, cpuMs, peakMb })
      else reject(new Error(`${command[0]} exited with ${exitCode}`))
    })
  })
}
