/* Shows push messages, and does nothing else: without a fetch handler, pages load as if it weren't there. */

/** What is used of the worker's global scope, which the types of pages don't have. */
interface Scope {
  registration: ServiceWorkerRegistration
  clients: {
    matchAll(options: object): Promise<{ url: string; focus(): Promise<unknown> }[]>
    openWindow(url: string): Promise<unknown>
  }
  skipWaiting(): Promise<void>
  addEventListener(type: 'install' | 'push' | 'notificationclick', listen: Listener): void
  addEventListener(type: 'pushsubscriptionchange', listen: (event: Change) => void): void
}

/** A browser has ended a subscription, and may have made another one itself. */
interface Change {
  waitUntil(work: Promise<unknown>): void
  oldSubscription?: PushSubscription | null
  newSubscription?: PushSubscription | null
}

type Listener = (event: {
  waitUntil(work: Promise<unknown>): void
  /** Of a push. */
  data: { json(): unknown } | null
  /** Of a click. */
  notification: Notification
}) => void

const scope = self as unknown as Scope

/** As `lib/notifications/push/create-request.ts` sends it. */
interface Payload {
  id: string
  tag: string
  title: string
  text: string
  url: string
  at: string
  image?: string
}

scope.addEventListener('install', () => void scope.skipWaiting())

// Browsers take the subscription away from a site that shows nothing, so something is shown whatever arrives.
scope.addEventListener('push', (event) => {
  event.waitUntil(
    show(event.data).catch(() =>
      scope.registration.showNotification(location.host, {
        body: 'There is something new. Open the page to see it.',
        data: { url: '/' },
      }),
    ),
  )
})

async function show(data: { json(): unknown } | null): Promise<void> {
  const payload = data?.json() as Payload | null // where it is ours
  if (typeof payload?.title !== 'string') throw new Error('The message can’t be read.')
  const { id, tag, title, text, url, at, image } = payload
  // A message that is sent again is the same one; a newer one about the same print replaces it and rings.
  const shown = await scope.registration.getNotifications({ tag })
  const isRepeated = shown.some((each) => each.data?.id === id)
  await scope.registration.showNotification(title, {
    body: text,
    tag,
    renotify: !isRepeated,
    timestamp: Date.parse(at),
    icon: '/icons/192.png',
    badge: '/icons/badge.png',
    data: { id, url },
    ...(image !== undefined && { image }),
  } as NotificationOptions) // `timestamp`, `image` and `renotify` are not in TypeScript's types
}

scope.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(open(event.notification.data?.url ?? '/'))
})

/** Another site's address is never opened. */
async function open(address: string): Promise<void> {
  const { origin, pathname, search, hash } = new URL(address, location.origin)
  const url = origin === location.origin ? pathname + search + hash : '/'
  const windows = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const found = windows.find((each) => new URL(each.url).pathname === pathname)
  await (found?.focus() ?? scope.clients.openWindow(url))
}

scope.addEventListener('pushsubscriptionchange', (event) => event.waitUntil(renew(event)))

/** Whoever waits goes on waiting. Without the former subscription the site can't know who it is: then the next tap makes one. */
async function renew({ oldSubscription: former, newSubscription }: Change): Promise<void> {
  if (!former) return
  const { pushManager } = scope.registration
  const subscription = newSubscription ?? (await pushManager.subscribe(former.options))
  const isOwners = new URL(scope.registration.scope).pathname === '/admin/'
  await fetch(isOwners ? '/admin/api/devices' : '/api/push', {
    method: isOwners ? 'PATCH' : 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ former: isOwners ? former.endpoint : former, subscription }),
  })
}
