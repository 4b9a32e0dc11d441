import { printerApiPath } from '../../lib/api/paths.ts'
import { findSubscription, PushProblem, subscribeBrowser } from './subscribe-browser.ts'

/* What `offer-messages.ts` loads. */

type Wish = 'end' | 'start' | null

const scope = '/printers/'
const waiting = {
  end: 'You get one message when this print is done. Then the site forgets this browser. Tap again to cancel.',
  start:
    'You get one message when it prints again. Then the site forgets this browser. Tap again to cancel.',
}
const offline = 'The site can’t be reached. Check your connection and tap again.'

/** @param asked the answer to a first tap; without one, shows what this browser waits for */
export function connect(place: HTMLElement, asked?: Promise<NotificationPermission>): void {
  const id = Number(place.dataset.printer)
  const path = `${printerApiPath(id)}push`
  const mark = `tell-me-${id}`
  const button = place.querySelector('button')
  const status = place.querySelector('p')
  if (button === null || status === null) return
  let wish: Wish = null

  function show(now: Wish, text = now === null ? '' : waiting[now]): void {
    wish = now
    button?.setAttribute('aria-pressed', String(now !== null))
    if (status) status.textContent = text
    try {
      if (now === null) localStorage.removeItem(mark)
      else localStorage.setItem(mark, now)
    } catch {
      // Without storage the next visit doesn't know.
    }
  }

  async function tap(answer: Promise<NotificationPermission>): Promise<void> {
    if (wish !== null) {
      const subscription = await findSubscription(scope)
      if (subscription !== null) await send(path, 'PUT', { wanted: false, subscription })
      return show(null, 'You get no message.')
    }
    const { public_key: key } = await send<{ public_key: string }>(path, 'GET')
    const subscription = await subscribeBrowser(scope, answer, key)
    show((await send<{ wish: Wish }>(path, 'PUT', { wanted: true, subscription })).wish)
  }

  /** A print that is over is not waited for any more. */
  async function check(): Promise<void> {
    const subscription = await findSubscription(scope)
    if (subscription === null) return show(null)
    const { endpoint } = subscription
    show((await send<{ wish: Wish }>(path, 'POST', { endpoint })).wish)
  }

  async function run(work: Promise<void>): Promise<void> {
    place.setAttribute('aria-busy', 'true')
    await work.catch((error) => show(wish, error instanceof PushProblem ? error.message : offline))
    place.removeAttribute('aria-busy')
  }

  button.onclick = () => {
    if (place.ariaBusy !== 'true')
      run(tap(window.Notification?.requestPermission() ?? Promise.resolve('default')))
  }
  const page = place.closest('.printer-page')
  if (page !== null)
    new MutationObserver(() => wish !== null && run(check())).observe(page, {
      attributeFilter: ['data-job'],
    })
  run(asked === undefined ? check() : tap(asked))
}

/** @throws PushProblem with the site's own sentence; TypeError where it can't be reached */
async function send<T>(path: string, method: string, body?: object): Promise<T> {
  const response = await fetch(path, {
    method,
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  })
  const json = await response.json()
  if (!response.ok) throw new PushProblem(json.detail)
  return json
}
