import { fork } from 'node:child_process'
import { readCpuMs } from './job-limit.ts'
import type { ImageJob, ImageResponse, ReadyMessage } from './worker-messages.ts'

export interface ImageProcess {
  /** One job at a time. Rejects if the process exits before its response. */
  run(job: ImageJob): Promise<ImageResponse>
  /** CPU time in ms, so far and at the end of its start; `null` where unknown. */
  getCpuMs(): number | null
  getStartCpuMs(): number | null
  /** Lets an idle process exit. */
  leave(): void
  kill(): void
}

/**
 * Starts the child process that decodes and encodes pictures.
 *
 * An idle child doesn't keep this process alive; one with a job does.
 */
export function startImageProcess(options: {
  workerPath: string
  /** Folder for Node's compile cache: without it every start strips the types again, 130 ms instead of 85 (measured). */
  compileCacheDir: string
  onExit: () => void
}): ImageProcess {
  const child = fork(options.workerPath, [], {
    // Not the site's environment: it contains credentials and NODE_OPTIONS.
    env: {
      NODE_ENV: 'production',
      NODE_COMPILE_CACHE: options.compileCacheDir,
      MALLOC_ARENA_MAX: '2',
      UV_THREADPOOL_SIZE: '1',
    },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  let startCpuMs: number | null = null
  let current: PromiseWithResolvers<ImageResponse> | null = null
  const release = () => {
    child.unref()
    child.channel?.unref()
    current = null
  }
  const fail = (error: Error) => {
    current?.reject(error)
    release()
  }
  release()
  child.on('message', (response: ImageResponse | ReadyMessage) => {
    if (response.kind === 'ready') {
      startCpuMs = response.cpuMs
      return
    }
    current?.resolve(response)
    release()
  })
  child.on('error', fail)
  child.on('exit', (code, signal) => {
    fail(new Error(`The image process exited with ${signal ?? `exit code ${code}`}`))
    options.onExit()
  })
  return {
    run(job) {
      current = Promise.withResolvers<ImageResponse>()
      child.ref()
      child.channel?.ref()
      const { promise } = current
      child.send(job, (error) => error && fail(error))
      return promise
    },
    getCpuMs: () => readCpuMs(child.pid),
    getStartCpuMs: () => startCpuMs,
    leave: () => child.connected && child.disconnect(),
    kill: () => child.kill('SIGKILL'),
  }
}
