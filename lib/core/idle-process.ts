import { type ChildProcess, fork } from 'node:child_process'

/** What a process sends for each job. */
export type JobAnswer<Result> = { id: number; result: Result } | { id: number; error: string }

export interface IdleProcess<Job, Result> {
  /** @throws Error with the message of what the job threw, or where the process died or took too long */
  run(job: Job): Promise<Result>
  /** Starts the process ahead of its first job. */
  warm(): void
  close(): void
}

/**
 * A child process for code that is large and rarely needed: it starts with the first job, answers with `serveJobs`, and exits when it
 * was idle for a while. Its memory is the system's again then, which no unloading of modules achieves.
 */
export function createIdleProcess<Job extends object, Result>(options: {
  /** From the working directory: the site's modules are bundled elsewhere. */
  path: string
  /** Need not exist; may be emptied at any time. */
  compileCacheDir: string
  idleMs?: number
  timeoutMs?: number
}): IdleProcess<Job, Result> {
  const { path, compileCacheDir, idleMs = 20_000, timeoutMs = 15_000 } = options
  const pending = new Map<number, PromiseWithResolvers<Result>>()
  let child: ChildProcess | null = null
  let idleTimer: NodeJS.Timeout | undefined
  let lastId = 0

  function start(): ChildProcess {
    const started = fork(path, [], {
      // Not the site's environment: it contains credentials and NODE_OPTIONS.
      env: {
        NODE_ENV: 'production',
        NODE_COMPILE_CACHE: compileCacheDir,
        MALLOC_ARENA_MAX: '2',
        // The site's log has one JSON object per line.
        NODE_NO_WARNINGS: '1',
      },
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    started.unref()
    started.channel?.unref()
    started.on('message', (answer: JobAnswer<Result>) => {
      const job = pending.get(answer.id)
      if ('error' in answer) job?.reject(new Error(answer.error))
      else job?.resolve(answer.result)
    })
    const leave = (why: string) => {
      if (child !== started) return
      child = null
      for (const job of pending.values()) job.reject(new Error(why))
    }
    started.on('error', (error) => leave(error.message))
    started.on('exit', (code, signal) => leave(`${path} exited with ${signal ?? code}`))
    return started
  }

  function use(): ChildProcess {
    clearTimeout(idleTimer)
    child ??= start()
    return child
  }

  function rest(): void {
    clearTimeout(idleTimer)
    idleTimer = setTimeout(stop, idleMs).unref()
  }

  function stop(): void {
    clearTimeout(idleTimer)
    if (child?.connected) child.disconnect()
    child = null
  }

  return {
    async run(job) {
      const used = use()
      const id = ++lastId
      const answer = Promise.withResolvers<Result>()
      pending.set(id, answer)
      const timer = setTimeout(() => used.kill('SIGKILL'), timeoutMs).unref()
      try {
        used.send({ id, job }, (error) => error && answer.reject(error))
        return await answer.promise
      } finally {
        clearTimeout(timer)
        pending.delete(id)
        if (pending.size === 0) rest()
      }
    },
    warm() {
      use()
      if (pending.size === 0) rest()
    },
    close: stop,
  }
}
