import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from '@playwright/test'
import { type OwnSite, startOwnSite } from './own-site.ts'
import { addPrinter, expect, type Printer, test } from './site.ts'
import { printing, report } from './snapper.ts'

/* A visitor who wants to hear when a print is done. Chromium's own push service can't be reached from here. */

let contentDir: string
let own: OwnSite
test.beforeAll(async () => {
  contentDir = await mkdtemp(join(tmpdir(), 'content-'))
  const profile = 'profiles:\n  - label: E-mail\n    url: mailto:me@example.org\n'
  await writeFile(join(contentDir, 'site.yaml'), profile)
  own = await startOwnSite({ CONTENT_DIR: contentDir })
})
test.afterAll(async () => {
  await own.stop()
  await rm(contentDir, { recursive: true })
})

/** What the browser gets from its push service, whoever that is. */
async function fakePushService(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const make = async () => {
      const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, [
        'deriveBits',
      ])
      const point = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
      const encode = (bytes: Uint8Array) =>
        btoa(String.fromCharCode(...bytes))
          .replaceAll('+', '-')
          .replaceAll('/', '_')
          .replaceAll('=', '')
      const keys = { p256dh: encode(point), auth: encode(new Uint8Array(16)) }
      const endpoint = `https://fcm.googleapis.com/fcm/send/${keys.p256dh}`
      return { endpoint, keys, toJSON: () => ({ endpoint, keys }) }
    }
    const read = () => JSON.parse(localStorage.getItem('fake-push') ?? 'null')
    PushManager.prototype.getSubscription = async () => read()
    PushManager.prototype.subscribe = async () => {
      const made = await make()
      localStorage.setItem('fake-push', JSON.stringify(made))
      return made as unknown as PushSubscription
    }
  })
}

async function open(context: BrowserContext, page: Page, printer: Printer): Promise<void> {
  await context.grantPermissions(['notifications'], { origin: own.origin })
  await fakePushService(page)
  await page.goto(`${own.origin}/printers/${printer.id}`)
}

const button = (page: Page) => page.getByRole('button', { name: /^Tell me when/ })
const status = (page: Page) => page.locator('.tell-me').getByRole('status')

test('one tap, and one more takes it back; the page says which message a visitor gets', async ({
  context,
  page,
}) => {
  const printer = await addPrinter(own, 'Maker Select')
  await report(printer, { ...printing, progress: 42 })
  await open(context, page, printer)
  await expect(button(page)).toHaveAccessibleName('Tell me when this print is done')
  await expect(button(page)).toHaveAttribute('aria-pressed', 'false')
  await button(page).click()
  await expect(status(page)).toHaveText(/^You get one message when this print is done/)
  await expect(button(page)).toHaveAttribute('aria-pressed', 'true')
  await page.reload()
  await expect(status(page)).toHaveText(/^You get one message when this print is done/)
  await button(page).click()
  await expect(status(page)).toHaveText('You get no message.')
  await page.reload()
  await expect(button(page)).toHaveAttribute('aria-pressed', 'false')
  // Nothing of it is said in public, and nothing in the log.
  expect(own.log.join()).not.toContain('fcm.googleapis.com')

  await button(page).click()
  await expect(button(page)).toHaveAttribute('aria-pressed', 'true')
  await report(printer, { state: 'finished', interval_seconds: 60 })
  await page.reload()
  await expect(button(page)).toHaveAccessibleName('Tell me when it prints again')
  await expect(button(page)).toHaveAttribute('aria-pressed', 'false')
  expect(await context.cookies()).toEqual([])
})

test('where no messages are possible, the page says how, or nothing', async ({ browser }) => {
  const printer = await addPrinter(own, 'Maker Select')
  const address = `${own.origin}/printers/${printer.id}`
  const openWith = async (prepare: () => void) => {
    const page = await (await browser.newContext()).newPage()
    await page.addInitScript(prepare)
    await page.goto(address)
    return page
  }
  const denied = await openWith(() => {
    Notification.requestPermission = async () => 'denied'
  })
  await button(denied).click()
  await expect(status(denied)).toHaveText(/Allow notifications in the settings of this site/)
  const iphone = await openWith(() => {
    Reflect.deleteProperty(window, 'PushManager')
    Reflect.deleteProperty(window, 'Notification')
    Object.assign(navigator, { standalone: false })
  })
  await button(iphone).click()
  await expect(status(iphone)).toHaveText(/tap Share and “Add to Home Screen”/)
  const without = await openWith(() => Reflect.deleteProperty(window, 'PushManager'))
  await expect(without.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(button(without)).toBeHidden()
  for (const page of [denied, iphone, without]) await page.context().close()
})

test('the service worker shows every message, whatever it says, and a tap opens its page', async ({
  context,
  page,
}) => {
  const printer = await addPrinter(own, 'Maker Select')
  await open(context, page, printer)
  const devtools = await context.newCDPSession(page)
  const registered = Promise.withResolvers<string>()
  devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    const found = registrations.find(({ scopeURL }) => scopeURL.endsWith('/printers/'))
    if (found !== undefined) registered.resolve(found.registrationId)
  })
  await devtools.send('ServiceWorker.enable')
  const starting = context.waitForEvent('serviceworker')
  await button(page).click()
  await expect(button(page)).toHaveAttribute('aria-pressed', 'true')
  const worker = await starting
  const registrationId = await registered.promise
  const deliver = (data: string) =>
    devtools.send('ServiceWorker.deliverPushMessage', { origin: own.origin, registrationId, data })
  const listShown = () =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration('/printers/')
      return (await registration?.getNotifications())?.map(({ title, body }) => `${title}: ${body}`)
    })
  const url = `${own.origin}/printers/${printer.id}/prints/1`
  const message = { id: 'msg_1', tag: 'a', title: 'Done', text: 'Took 3 h.', url, at: new Date() }
  await deliver(JSON.stringify(message))
  await deliver(JSON.stringify(message))
  await expect.poll(listShown).toEqual(['Done: Took 3 h.'])
  await deliver(JSON.stringify({ ...message, id: 'msg_2', title: 'Failed' }))
  await expect.poll(listShown).toEqual(['Failed: Took 3 h.'])
  await deliver('no JSON')
  await expect.poll(listShown).toHaveLength(2)

  const opened = await worker.evaluate(async () => {
    const scope = self as unknown as {
      registration: ServiceWorkerRegistration
      clients: { openWindow(url: string): Promise<null> }
      dispatchEvent(event: Event): void
      NotificationEvent: new (type: string, init: object) => Event
    }
    // Windows open in answer to a person only.
    const window = Promise.withResolvers<string>()
    scope.clients.openWindow = async (url) => {
      window.resolve(url)
      return null
    }
    const [notification] = await scope.registration.getNotifications({ tag: 'a' })
    scope.dispatchEvent(new scope.NotificationEvent('notificationclick', { notification }))
    return await window.promise
  })
  expect(opened).toBe(`/printers/${printer.id}/prints/1`)
  await expect.poll(listShown).toHaveLength(1)

  // The browser ends its subscription and makes another one: the visitor waits on.
  const subscriptions = await page.evaluate(async () => {
    const former = JSON.parse(localStorage.getItem('fake-push') ?? '')
    await PushManager.prototype.subscribe()
    return [former, JSON.parse(localStorage.getItem('fake-push') ?? '')] as const
  })
  await worker.evaluate(([oldSubscription, newSubscription]) => {
    const change = { oldSubscription, newSubscription, waitUntil: () => undefined }
    self.dispatchEvent(Object.assign(new Event('pushsubscriptionchange'), change))
  }, subscriptions)
  const findWish = async () => {
    const body = JSON.stringify({ endpoint: subscriptions[1].endpoint })
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${printer.api}push`, { method: 'POST', headers, body })
    return (await answer.json()).wish
  }
  await expect.poll(findWish).toBe('start')
  await page.reload()
  await expect(button(page)).toHaveAttribute('aria-pressed', 'true')
})
