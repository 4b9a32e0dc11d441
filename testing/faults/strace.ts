import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'

export interface Tracer {
  /** Detaches; the traced process goes on. */
  stop(): Promise<void>
}

/**
 * Attaches `strace` to the processes of a group and everything that they start.
 * @param pid the group's leader
 * @param args what to trace or inject
 * @throws Error when it can't attach
 */
export async function attachTracer(pid: number, args: readonly string[]): Promise<Tracer> {
  const processes = listGroup(pid).flatMap((each) => ['-p', String(each)])
  const tracer = spawn('strace', ['-f', ...processes, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const exited = once(tracer, 'exit')
  const attached = Promise.withResolvers<void>()
  let output = ''
  tracer.stderr.setEncoding('utf8').on('data', (text: string) => {
    output = (output + text).slice(-4000)
    // Threads are attached before this line is printed.
    if (/attached/.test(output)) attached.resolve()
  })
  exited.then(() => attached.reject(new Error(`strace ended: ${output}`)))
  await attached.promise
  return {
    async stop() {
      tracer.kill('SIGINT')
      await exited
    },
  }
}

function listGroup(leader: number): number[] {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger)
  return pids.filter((pid) => {
    try {
      // After the name in parentheses: state, parent, group.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')
      return Number(fields?.[2]) === leader
    } catch {
      return false // It has ended meanwhile.
    }
  })
}
