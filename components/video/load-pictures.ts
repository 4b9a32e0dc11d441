/** Why there is no video, in a sentence that says what to do. */
export class VideoProblem extends Error {
  override name = 'VideoProblem'
}

/** Waits before each retry, ms. */
const retryDelaysMs = [1000, 4000, 15_000]
const timeoutMs = 20_000
/** How many are requested before they are needed: compressed, so they take little memory. */
const ahead = 4

/** A picture's bytes; `null` where the site doesn't have it any more. @throws VideoProblem; what aborts `signal` */
export async function loadPicture(src: string, signal: AbortSignal): Promise<Blob | null> {
  let failure: unknown = null
  for (const delayMs of [0, ...retryDelaysMs]) {
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs))
    signal.throwIfAborted()
    try {
      const limits = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
      const response = await fetch(src, { signal: limits })
      if (response.ok) return await response.blob()
      failure = null
      if (response.status !== 429 && response.status !== 503) return null
    } catch (error) {
      failure = error
    }
  }
  signal.throwIfAborted()
  if (failure === null) return null
  const unreachable = 'The pictures can’t be loaded. Check your connection and try again.'
  throw new VideoProblem(unreachable, { cause: failure })
}

/** The pictures in order, each requested a little ahead. */
export async function* loadPictures(sources: readonly string[], signal: AbortSignal) {
  const waiting: Promise<Blob | null>[] = []
  for (let index = 0; index < sources.length; index += 1) {
    for (const src of sources.slice(index + waiting.length, index + ahead)) {
      const picture = loadPicture(src, signal)
      // Awaited below, or never when the video is cancelled.
      picture.catch(() => undefined)
      waiting.push(picture)
    }
    yield (await waiting.shift()) ?? null
  }
}
