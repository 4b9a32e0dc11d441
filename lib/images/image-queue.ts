import { join } from 'node:path'
import { DomainError } from '#lib/core/errors.ts'
import { observeRender, recordImageQueue } from '#lib/metrics/record.ts'
import type { AcceptedPicture } from '#lib/printers/types.ts'
import { imageProcessError, toRenderError, toUploadError } from './image-errors.ts'
import { type ImageProcess, startImageProcess } from './image-process.ts'
import { isOverdue } from './job-limit.ts'
import type {
  AnimateJob,
  ImageJob,
  ImageResponse,
  RenderOutcome,
  SquareJob,
} from './worker-messages.ts'

const priorities = ['upload', 'visitor', 'background'] as const
export type Priority = (typeof priorities)[number]

/** The caller may raise `priority` while the order waits. */
export interface RenderOrder extends Omit<ImageJob & { kind: 'render' }, 'kind'> {
  priority: Priority
}

/** The caller may raise `priority` while the order waits. */
interface AnimateOrder extends Omit<AnimateJob, 'kind'> {
  priority: Priority
}

export interface ImageQueue {
  /** @throws DomainError `image-*`, and what `render` throws */
  inspect(path: string): Promise<AcceptedPicture>
  /** @throws DomainError `image-process-unavailable`, `busy`, `storage-unavailable`, `insufficient-storage` */
  render(order: RenderOrder): Promise<RenderOutcome>
  /** `missing` if fewer than two of the frames are left. @throws what `render` throws */
  animate(order: AnimateOrder): Promise<RenderOutcome>
  /** Renders the SVG at `path` as PNG to `outPath`. @throws what `render` throws */
  rasterise(order: { path: string; outPath: string }): Promise<void>
  /** @returns `false` where the file is no picture that can be decoded. @throws what `render` throws */
  square(order: Omit<SquareJob, 'kind'>): Promise<boolean>
  /** Starts the process ahead of its first job. */
  warm(): void
  /** Rejects waiting jobs, kills a running one. */
  close(): void
}

interface QueuedJob {
  job: ImageJob
  order: { priority: Priority }
  attempts: number
  response: PromiseWithResolvers<ImageResponse>
}

const maxAttempts = 2
/** Of the time that other jobs may take: a stranger's photo, of 1 MB, can be one that takes a minute, and uploads wait for it. */
const maxPhotoShare = 0.1
const checkEveryMs = 500

/** How long the process stays alive without work. */
export const defaultIdleMs = 20_000

/**
 * Runs jobs one at a time in a process that may crash, hang or be killed without affecting the site.
 *
 * A job that exceeds `timeoutMs` of CPU time (including the start of the process, and scaled by it: `isOverdue`) is killed and not
 * retried. A job whose process dies is
 * retried once, because the kernel may have killed the process to free memory for another one.
 */
export function createImageQueue(options: {
  /** See `startImageProcess`. Need not exist; may be emptied at any time. */
  compileCacheDir: string
  /** Default: below the working directory, because the site's modules are bundled elsewhere. */
  workerPath?: string
  timeoutMs?: number
  idleMs?: number
  maxWaiting?: number
}): ImageQueue {
  const { timeoutMs = 30_000, idleMs = defaultIdleMs, maxWaiting = 64 } = options
  const workerPath = options.workerPath ?? join(process.cwd(), 'lib/images/worker.ts')
  const waiting: QueuedJob[] = []
  let running: ImageProcess | null = null
  let isWorking = false
  let isClosed = false
  let idleTimer: NodeJS.Timeout | undefined

  function getProcess(): ImageProcess {
    if (running) return running
    const started = startImageProcess({
      workerPath,
      compileCacheDir: options.compileCacheDir,
      onExit: () => {
        if (running === started) running = null
      },
    })
    running = started
    return started
  }

  function startIdleTimer(): void {
    clearTimeout(idleTimer)
    idleTimer = setTimeout(() => {
      running?.leave()
      running = null
    }, idleMs)
    idleTimer.unref()
  }

  async function runJobs(): Promise<void> {
    if (isWorking) return
    isWorking = true
    clearTimeout(idleTimer)
    for (let next = takeNext(waiting); next; next = takeNext(waiting)) {
      updateMetrics()
      await runJob(next)
    }
    isWorking = false
    updateMetrics()
    startIdleTimer()
  }

  function updateMetrics(): void {
    recordImageQueue({ waiting: waiting.length, running: isWorking ? 1 : 0 })
  }

  async function runJob(next: QueuedJob): Promise<void> {
    next.attempts += 1
    let isLate = false
    const worker = getProcess()
    const limitMs = next.job.kind === 'square' ? timeoutMs * maxPhotoShare : timeoutMs
    const startedAt = performance.now()
    const usedBefore = worker.getCpuMs()
    const deadline = setInterval(() => {
      const used = worker.getCpuMs()
      const job = {
        elapsedMs: performance.now() - startedAt,
        cpuMs: used === null || usedBefore === null ? null : used - usedBefore,
        startCpuMs: worker.getStartCpuMs(),
      }
      if (!isOverdue(job, limitMs)) return
      isLate = true
      worker.kill()
    }, checkEveryMs)
    try {
      const response = await worker.run(next.job)
      if (next.job.kind === 'render' && response.kind === 'outcome')
        observeRender(next.job.format, (performance.now() - startedAt) / 1000)
      next.response.resolve(response)
    } catch (cause) {
      if (running === worker) running = null
      if (!isLate && !isClosed && next.attempts < maxAttempts) waiting.unshift(next)
      else next.response.reject(imageProcessError(isLate ? 'took too long' : 'crashed', cause))
    } finally {
      clearInterval(deadline)
    }
  }

  function enqueue(job: ImageJob, order: { priority: Priority }): Promise<ImageResponse> {
    const response = Promise.withResolvers<ImageResponse>()
    if (isClosed) throw imageProcessError('is closing', null)
    if (waiting.length >= maxWaiting)
      throw new DomainError('busy', 'Too many pictures are waiting. Try again in a few seconds.', {
        retryAfterSeconds: 5,
      })
    waiting.push({ job, order, attempts: 0, response })
    updateMetrics()
    void runJobs()
    return response.promise
  }

  return {
    async inspect(path) {
      const response = await enqueue({ kind: 'inspect', path }, { priority: 'upload' })
      if (response.kind === 'error') throw toUploadError(response)
      if (response.kind === 'facts') return response.facts
      throw new TypeError('Unexpected response of the image process')
    },
    async render(order) {
      const { priority: _, ...job } = order
      const response = await enqueue({ kind: 'render', ...job }, order)
      if (response.kind === 'error') throw toRenderError(response)
      if (response.kind === 'outcome') return response.outcome
      throw new TypeError('Unexpected response of the image process')
    },
    async animate(order) {
      const { priority: _, ...job } = order
      const response = await enqueue({ kind: 'animate', ...job }, order)
      if (response.kind === 'error') throw toRenderError(response)
      if (response.kind === 'outcome') return response.outcome
      throw new TypeError('Unexpected response of the image process')
    },
    async rasterise(order) {
      const response = await enqueue({ kind: 'rasterise', ...order }, { priority: 'visitor' })
      if (response.kind === 'error') throw toRenderError(response)
      if (response.kind !== 'rasterised')
        throw new TypeError('Unexpected response of the image process')
    },
    async square(order) {
      const response = await enqueue({ kind: 'square', ...order }, { priority: 'background' })
      if (response.kind === 'squared') return true
      if (response.kind === 'error' && response.systemCode === null) return false
      if (response.kind === 'error') throw toRenderError(response)
      throw new TypeError('Unexpected response of the image process')
    },
    warm() {
      if (isClosed || isWorking) return
      getProcess()
      startIdleTimer()
    },
    close() {
      isClosed = true
      clearTimeout(idleTimer)
      for (const { response } of waiting.splice(0))
        response.reject(imageProcessError('is closing', null))
      if (isWorking) running?.kill()
      else running?.leave()
      running = null
    },
  }
}

/** The oldest of the most urgent. */
function takeNext(waiting: QueuedJob[]): QueuedJob | undefined {
  for (const priority of priorities) {
    const index = waiting.findIndex(({ order }) => order.priority === priority)
    if (index >= 0) return waiting.splice(index, 1)[0]
  }
  return undefined
}
