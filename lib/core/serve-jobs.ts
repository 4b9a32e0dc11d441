import type { JobAnswer } from './idle-process.ts'
import { sendToParent } from './send-to-parent.ts'

/** Answers the jobs of `createIdleProcess`, in the process that it has started. */
export function serveJobs<Job, Result>(work: (job: Job) => Promise<Result>): void {
  process.on('message', async ({ id, job }: { id: number; job: Job }) => {
    const answer: JobAnswer<Result> = await work(job).then(
      (result) => ({ id, result }),
      (error: unknown) => ({ id, error: error instanceof Error ? error.message : String(error) }),
    )
    await sendToParent(answer)
  })
}
