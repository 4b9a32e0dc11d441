import { join } from 'node:path'
import { DomainError } from '#lib/core/errors.ts'
import { observeRender, recordImageQueue } from '#lib/metrics/record.ts'
import type { AcceptedPicture } from '#lib/printers/types.ts'
import { imageProcessError, toRenderError, toUploadError } from './image-errors.ts'
import { type ImageProcess, startImageProcess } from './image-process.ts'
import type { AnimateJob, ImageJob, ImageResponse, RenderOutcome } from './worker-messages.ts'

/** Somebody waits for it: an upload, a visitor, nobody. */
const urgencies = ['upload', 'visitor', 'nobody'] as const
export type Priority = (typeof urgencies)[number]

/** The caller may raise `urgency` while the order waits. */
export interface RenderOrder extends Omit<ImageJob & { kind: 'render' }, 'kind'> {
  urgency: Priority
}

/** The caller may raise `urgency` while the order waits. */
export interface AnimateOrder extends Omit<AnimateJob, 'kind'> {
  urgency: Priority
}

export interface ImageQueue {
  /** @throws DomainError `image-*`, and what `render` throws */
  inspect(path: string): Promise<AcceptedPicture>
  /** @throws DomainError `image-process-unavailable`, `busy`, `storage-unavailable`, `insufficient-storage` */
  render(order: RenderOrder): Promise<RenderOutcome>
  /** `gone` where fewer than two of the frames are left. @throws what `render` throws */
  animate(order: AnimateOrder): Promise<RenderOutcome>
  /** Draws the SVG at `path` as PNG to `outPath`. @throws DomainError as `render` does */
  draw(order: { path: string; outPath: string }): Promise<void>
  /** Starts the process ahead of its first job. */
  warm(): void
  /** Refuses what waits, kills what runs. */
  close(): void
}

interface Waiting {
  job: ImageJob
  order: { urgency: Priority }
  tries: number
  answered: PromiseWithResolvers<ImageResponse>
}

const maxTries = 2

/** How long the process stays without work. */
export const defaultIdleMs = 20_000

/**
 * Hands pictures, one at a time, to a process that may crash, hang or be killed without taking the site with it.
 *
 * A job that outlives `timeoutMs` (the start of the process included) is killed and not tried again; one whose process dies
 * is tried once more, because the kernel may have killed it for another's memory.
 */
export function createImageQueue(options: {
  /** See `startImageProcess`. Need not exist; may be emptied at any time. */
  compileCacheDir: string
  /** Default: from the working directory, because the site's own modules are bundled elsewhere. */
  workerPath?: string
  deadlineMs?: number
  idleMs?: number
  maxWaiting?: number
}): ImageQueue {
  const { deadlineMs = 30_000, idleMs = defaultIdleMs, maxWaiting = 64 } = options
  const workerPath = options.workerPath ?? join(process.cwd(), 'lib/images/worker.ts')
  const waiting: Waiting[] = []
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

  function rest(): void {
    clearTimeout(idleTimer)
    idleTimer = setTimeout(() => {
      running?.leave()
      running = null
    }, idleMs)
    idleTimer.unref()
  }

  async function work(): Promise<void> {
    if (isWorking) return
    isWorking = true
    clearTimeout(idleTimer)
    for (let next = takeMostUrgent(waiting); next; next = takeMostUrgent(waiting)) {
      tell()
      await doJob(next)
    }
    isWorking = false
    tell()
    rest()
  }

  function tell(): void {
    recordImageQueue({ waiting: waiting.length, running: isWorking ? 1 : 0 })
  }

  async function doJob(next: Waiting): Promise<void> {
    next.tries += 1
    let isLate = false
    const worker = getProcess()
    const deadline = setTimeout(() => {
      isLate = true
      worker.kill()
    }, deadlineMs)
    const startedAt = performance.now()
    try {
      const answer = await worker.run(next.job)
      if (next.job.kind === 'render' && answer.kind === 'outcome')
        observeRender(next.job.format, (performance.now() - startedAt) / 1000)
      next.answered.resolve(answer)
    } catch (cause) {
      if (running === worker) running = null
      if (!isLate && !isClosed && next.tries < maxTries) waiting.unshift(next)
      else next.answered.reject(imageProcessError(isLate ? 'took too long' : 'died over it', cause))
    } finally {
      clearTimeout(deadline)
    }
  }

  function ask(job: ImageJob, order: { urgency: Priority }): Promise<ImageResponse> {
    const answered = Promise.withResolvers<ImageResponse>()
    if (isClosed) throw imageProcessError('is closing', null)
    if (waiting.length >= maxWaiting)
      throw new DomainError('busy', 'Too many pictures are waiting. Try again in a few seconds.', {
        retryAfterSeconds: 5,
      })
    waiting.push({ job, order, tries: 0, answered })
    tell()
    void work()
    return answered.promise
  }

  return {
    async inspect(path) {
      const answer = await ask({ kind: 'inspect', path }, { urgency: 'upload' })
      if (answer.kind === 'refused') throw toUploadError(answer)
      if (answer.kind === 'facts') return answer.facts
      throw new TypeError('The image process answered another question')
    },
    async render(order) {
      const { urgency: _, ...job } = order
      const answer = await ask({ kind: 'render', ...job }, order)
      if (answer.kind === 'refused') throw toRenderError(answer)
      if (answer.kind === 'outcome') return answer.outcome
      throw new TypeError('The image process answered another question')
    },
    async animate(order) {
      const { urgency: _, ...job } = order
      const answer = await ask({ kind: 'animate', ...job }, order)
      if (answer.kind === 'refused') throw toRenderError(answer)
      if (answer.kind === 'outcome') return answer.outcome
      throw new TypeError('The image process answered another question')
    },
    async draw(order) {
      const answer = await ask({ kind: 'draw', ...order }, { urgency: 'visitor' })
      if (answer.kind === 'refused') throw toRenderError(answer)
      if (answer.kind !== 'drawn')
        throw new TypeError('The image process answered another question')
    },
    warm() {
      if (isClosed || isWorking) return
      getProcess()
      rest()
    },
    close() {
      isClosed = true
      clearTimeout(idleTimer)
      for (const { answered } of waiting.splice(0))
        answered.reject(imageProcessError('is closing', null))
      if (isWorking) running?.kill()
      else running?.leave()
      running = null
    },
  }
}

function takeMostUrgent(waiting: Waiting[]): Waiting | undefined {
  for (const urgency of urgencies) {
    const index = waiting.findIndex(({ order }) => order.urgency === urgency)
    if (index >= 0) return waiting.splice(index, 1)[0]
  }
  return undefined
}
