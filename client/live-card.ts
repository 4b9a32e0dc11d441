import { getNextPollDelayMs } from '#lib/api/next-poll.ts'
import { formatDuration } from '#lib/api/times.ts'

type Fault = 'offline' | 'unreachable' | 'faulty'

/**
 * Keeps the printer's card on home up to date: when the next picture is due, the page is asked for anew, and what the site says
 * in it takes the old card's place, part by part. Never while hidden or offline.
 */
export function refreshCard(): void {
  const card = document.querySelector<HTMLElement>('[data-live]')
  if (card === null) return
  const { dataset } = card
  const openedMs = Number(dataset.now)
  let offsetMs = openedMs - Date.now()
  let failures = 0
  let retryAfterSeconds: number | null = null
  let isAsking = false
  let timer: ReturnType<typeof setTimeout> | undefined

  async function ask(): Promise<void> {
    if (document.hidden || isAsking || card === null) return
    if (!navigator.onLine) return tell(card, 'offline')
    isAsking = true
    try {
      const response = await fetch(location.pathname, {
        cache: 'no-cache',
        signal: AbortSignal.timeout(15_000),
      })
      retryAfterSeconds = Number(response.headers.get('retry-after')) || null
      if (!response.ok) throw new Faulty()
      const dateMs = Date.parse(response.headers.get('date') ?? '')
      const ageMs = (Number(response.headers.get('age')) || 0) * 1000
      const fresh = new DOMParser()
        .parseFromString(await response.text(), 'text/html')
        .querySelector<HTMLElement>(`[data-live="${dataset.live}"]`)
      if (fresh === null) throw new Faulty()
      if (!Number.isNaN(dateMs)) offsetMs = dateMs + ageMs - Date.now()
      await take(card, document.adoptNode(fresh))
      failures = 0
    } catch (error) {
      failures += 1
      tell(card, error instanceof Faulty ? 'faulty' : 'unreachable')
    }
    isAsking = false
    plan()
  }

  function plan(): void {
    clearTimeout(timer)
    const delayMs = getNextPollDelayMs({
      nowMs: Date.now() + offsetMs,
      lastSeenMs: Number(dataset.seen) || openedMs,
      intervalSeconds: Number(dataset.interval),
      failures,
      retryAfterSeconds,
      jitter: Math.random(),
    })
    timer = setTimeout(ask, delayMs)
  }

  setInterval(() => {
    if (!document.hidden) tick(card, Date.now() + offsetMs)
  }, 1000)
  document.addEventListener('visibilitychange', ask)
  addEventListener('online', ask)
  addEventListener('offline', () => tell(card, 'offline'))
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) void ask()
  })
  void ask()
}

class Faulty extends Error {}

/** The age beside the picture's time, by the site's clock: the reader's own may be hours off. */
function tick(card: HTMLElement, nowMs: number): void {
  const age = card.querySelector('.full-frame-age')
  const at = card.querySelector('time')?.dateTime
  if (age === null || at === undefined) return
  const text = `${formatDuration((nowMs - Date.parse(at)) / 1000)} ago`
  if (age.textContent !== text) age.textContent = text
}

/**
 * Puts the parts of a fresh card in place of the old ones. The words on what the printer does stay the same element, since a
 * screen reader tells of their change; a picture is shown when it is decoded, and one that doesn't come leaves the last one standing.
 */
async function take(card: HTMLElement, fresh: HTMLElement): Promise<void> {
  const picture = fresh.querySelector<HTMLImageElement>('.full-frame-picture')
  const isNew =
    picture?.srcset !== card.querySelector<HTMLImageElement>('.full-frame-picture')?.srcset
  if (isNew && picture !== null) await picture.decode()
  const parts = isNew ? ['.full-frame'] : ['.full-frame-edge']
  for (const part of [...parts, '.card-name', '.card-tail', '.circled']) {
    const [old, next] = [card.querySelector(part), fresh.querySelector(part)]
    if (old !== null && next !== null) old.replaceWith(next)
    else if (next !== null) card.querySelector('.card-link')?.append(' ', next)
    else old?.remove()
  }
  const frame = card.querySelector('.full-frame')
  const given = fresh.querySelector('.full-frame')?.className
  if (frame !== null && given !== undefined) frame.className = given
  const [said, says] = [card, fresh].map((one) => one.querySelector('[role=status]'))
  if (said && says && said.textContent !== says.textContent) said.textContent = says.textContent
  for (const name of ['seen', 'interval'] as const) card.dataset[name] = fresh.dataset[name]
}

/** Which link is broken, in the site's own words. */
function tell(card: HTMLElement | null, fault: Fault): void {
  const tail = card?.querySelector('.card-tail')
  if (!tail) return
  const words = document.createElement('p')
  words.className = 'mt-3'
  words.textContent = card?.dataset[fault] ?? ''
  tail.replaceChildren(words)
}
