import { isOlder } from '#lib/api/is-older.ts'
import { getNextPollDelayMs, maxTickMs } from '#lib/api/next-poll.ts'
import { formatDuration } from '#lib/api/times.ts'

/** Data attributes of the card with the site's sentence for each error. */
type PollError = 'offline' | 'unreachable' | 'siteError'

/**
 * Keeps the printers' cards on the home page up to date: fetches the page again when the next picture of any is due and replaces the
 * cards' parts with the new ones. The cards keep their places. Doesn't poll while the page is hidden or offline.
 */
export function refreshCards(): void {
  const cards = [...document.querySelectorAll<HTMLElement>('[data-live]')]
  const openedMs = Number(cards[0]?.dataset.now)
  if (!openedMs) return
  /** The server's clock relative to the visitor's, which may be hours off. */
  let offsetMs = openedMs - Date.now()
  let failures = 0
  let retryAfterSeconds: number | null = null
  let isPolling = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const updatedMs = new Map<HTMLElement, number>()
  const showErrors = (error: PollError) => {
    for (const card of cards) showError(card, error)
  }

  async function poll(): Promise<void> {
    if (document.hidden || isPolling) return
    if (!navigator.onLine) return showErrors('offline')
    isPolling = true
    try {
      const response = await fetch(location.pathname, {
        cache: 'no-cache',
        signal: AbortSignal.timeout(15_000),
      })
      const { headers } = response
      retryAfterSeconds = Number(headers.get('retry-after')) || null
      const dateMs = Date.parse(headers.get('date') ?? '')
      const ageMs = (Number(headers.get('age')) || 0) * 1000
      const page = new DOMParser().parseFromString(await response.text(), 'text/html')
      if (!response.ok || page.querySelector('[data-live]') === null) throw new SiteError()
      if (!Number.isNaN(dateMs)) offsetMs = dateMs + ageMs - Date.now()
      for (const card of cards) {
        // Missing once the owner has removed the printer, or when others are livelier.
        const fresh = page.querySelector<HTMLElement>(`[data-live="${card.dataset.live}"]`)
        if (fresh === null) continue
        const [received, shown] = [fresh, card].map((one) => Number(one.dataset.revision))
        const sinceMs = Date.now() - (updatedMs.get(card) ?? openedMs)
        if (isOlder(received ?? 0, shown ?? 0, sinceMs)) continue
        await update(card, document.adoptNode(fresh))
        updatedMs.set(card, Date.now())
      }
      failures = 0
    } catch (error) {
      failures += 1
      showErrors(error instanceof SiteError ? 'siteError' : 'unreachable')
    }
    isPolling = false
    schedule()
  }

  function schedule(): void {
    clearTimeout(timer)
    const jitter = Math.random()
    const delaysMs = cards.map(({ dataset }) =>
      getNextPollDelayMs({
        nowMs: Date.now() + offsetMs,
        lastSeenMs: Number(dataset.seen) || openedMs,
        intervalSeconds: Number(dataset.interval),
        // Each request is for the whole page.
        isPrinting: false,
        failures,
        retryAfterSeconds,
        jitter,
      }),
    )
    timer = setTimeout(poll, Math.min(...delaysMs))
  }

  let tickedMs = Date.now()
  setInterval(() => {
    const jumpedMs = Date.now() - tickedMs
    tickedMs += jumpedMs
    // A clock that was set back tells nothing about the age.
    if (jumpedMs < 0) offsetMs -= jumpedMs
    if (Math.abs(jumpedMs) > maxTickMs) void poll()
    // Until the site responds, the age after a jump is unknown.
    else if (!document.hidden && !isPolling)
      for (const card of cards) showAge(card, Date.now() + offsetMs)
  }, 1000)
  // Without this script the styles hide the ages; see frame.css.
  document.documentElement.dataset.live = ''
  document.addEventListener('visibilitychange', poll)
  addEventListener('online', poll)
  addEventListener('offline', () => showErrors('offline'))
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) void poll()
  })
  void poll()
}

class SiteError extends Error {}

function showAge(card: HTMLElement, nowMs: number): void {
  const age = card.querySelector('.full-frame-age')
  const at = card.querySelector('time')?.dateTime
  if (age === null || at === undefined) return
  const text = `${formatDuration((nowMs - Date.parse(at)) / 1000)} ago`
  if (age.textContent !== text) age.textContent = text
}

/**
 * Replaces the parts of the card with those of the fetched one. The status keeps its element, because screen readers announce changes
 * of its text. A new picture is decoded before it is shown, in the size of this card; if that fails, the card keeps the old one.
 */
async function update(card: HTMLElement, fresh: HTMLElement): Promise<void> {
  const picture = fresh.querySelector<HTMLImageElement>('.full-frame-picture')
  const isNew =
    picture?.srcset !== card.querySelector<HTMLImageElement>('.full-frame-picture')?.srcset
  const { sizes } = card.querySelector<HTMLImageElement>('.full-frame-picture') ?? {}
  if (sizes !== undefined)
    for (const source of fresh.querySelectorAll<HTMLImageElement>('[sizes]')) source.sizes = sizes
  if (isNew && picture !== null) await picture.decode()
  const find = (selector: string) => [card, fresh].map((one) => one.querySelector(selector))
  const framePart = isNew ? '.full-frame' : '.full-frame-edge'
  for (const selector of [framePart, '.card-name', '.card-tail', '.circled', '.headline-since']) {
    const [part, freshPart] = find(selector)
    if (part && freshPart) part.replaceWith(freshPart)
    else if (freshPart) card.querySelector('.headline-now')?.append(' ', freshPart)
    else part?.remove()
  }
  for (const selector of ['.full-frame', '.headline-now']) {
    const [part, freshPart] = find(selector)
    if (part && freshPart) part.className = freshPart.className
  }
  const [status, freshStatus] = find('[aria-live]')
  if (status && freshStatus && status.textContent !== freshStatus.textContent)
    status.textContent = freshStatus.textContent
  for (const name of ['seen', 'interval', 'revision'] as const)
    card.dataset[name] = fresh.dataset[name]
}

function showError(card: HTMLElement, error: PollError): void {
  const sentence = document.createElement('p')
  sentence.className = 'mt-3'
  sentence.textContent = card.dataset[error] ?? ''
  card.querySelector('.card-tail')?.replaceChildren(sentence)
}
