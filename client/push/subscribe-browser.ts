/** Why a browser gets no messages, in a sentence that says what to do. */
export class PushProblem extends Error {
  override name = 'PushProblem'
}

const denied =
  'This browser doesn’t let this site show messages. Allow notifications in the settings of this site, next to its address, and tap again.'
const dismissed = 'The browser has asked, and got no answer. Tap again, and choose “Allow”.'
const unreachable =
  'This browser can’t reach its push service. In a private window, or where the browser has switched push messages off, there are none.'
const onIphone =
  'On an iPhone or iPad, tap Share and “Add to Home Screen”, open this site from there, and tap this button again.'

/**
 * Subscribes this browser to the site's messages.
 * @param scope of the service worker: a part of the site has a subscription of its own
 * @param asked the visitor's answer, asked for in the tap itself
 * @throws PushProblem
 */
export async function subscribeBrowser(
  scope: string,
  asked: Promise<NotificationPermission>,
  publicKey: string,
): Promise<PushSubscription> {
  if (!('PushManager' in window)) throw new PushProblem(onIphone)
  const permission = await asked
  if (permission !== 'granted') throw new PushProblem(permission === 'denied' ? denied : dismissed)
  try {
    const { pushManager } = await register(scope)
    const options = { userVisibleOnly: true, applicationServerKey: publicKey }
    return await pushManager.subscribe(options).catch(async (error) => {
      // It was made with a key that the site doesn't have any more.
      if (error.name !== 'InvalidStateError') throw error
      await (await pushManager.getSubscription())?.unsubscribe()
      return await pushManager.subscribe(options)
    })
  } catch (cause) {
    throw new PushProblem(unreachable, { cause })
  }
}

/** This browser's subscription, if it has one. */
export async function findSubscription(scope: string): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration(scope)
  return (await registration?.pushManager?.getSubscription()) ?? null
}

/** The service worker, when it can subscribe. */
async function register(scope: string): Promise<ServiceWorkerRegistration> {
  const registration = await navigator.serviceWorker.register('/service-worker.js', {
    scope,
    updateViaCache: 'none',
  })
  const worker = registration.active ?? registration.waiting ?? registration.installing
  while (worker !== null && worker.state !== 'activated') {
    if (worker.state === 'redundant') throw new Error('The service worker was not installed.')
    await new Promise((resolve) => worker.addEventListener('statechange', resolve, { once: true }))
  }
  return registration
}
