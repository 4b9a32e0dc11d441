import { getContext } from '#lib/app-context/context.ts'
import { requirePushSubject } from '#lib/app-context/push-identity.ts'
import { limitTaps, numberNetwork } from '#lib/http/limit-visitors.ts'
import { readInput } from '#lib/http/owner/read-input.ts'
import { parsePrinterId } from '#lib/http/params.ts'
import { lookUpInput, tapInput } from '#lib/http/push-inputs.ts'
import { route } from '#lib/http/route.ts'

/**
 * Visitors who want to hear when a print is done, or when the next one starts. GET: the site's key, which a browser needs to subscribe.
 * PUT: whether a message is wanted. POST: which
 * message a browser waits for; its endpoint isn't in an address, since addresses are logged.
 */
export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = route<{ id: string }>(
  {
    async GET(_request, params) {
      parsePrinterId(params.id)
      requirePushSubject()
      const { store } = await getContext()
      const { publicKey } = await store.notifications.getPushKeys()
      return answer({ public_key: publicKey })
    },

    async PUT(request, params) {
      const printerId = parsePrinterId(params.id)
      requirePushSubject()
      limitTaps(request)
      const { wanted, subscription } = await readInput(request, tapInput)
      const { notifications } = (await getContext()).store
      const network = numberNetwork(request)
      const wish = wanted
        ? await notifications.subscribe(printerId, subscription, new Date(), network)
        : null
      if (!wanted) await notifications.unsubscribe(printerId, subscription.endpoint)
      return answer({ wish })
    },

    async POST(request, params) {
      const printerId = parsePrinterId(params.id)
      const { endpoint } = await readInput(request, lookUpInput)
      const { notifications } = (await getContext()).store
      return answer({ wish: await notifications.findWish(printerId, endpoint) })
    },
  },
  { isPrivate: true },
)

const answer = (body: object) => Response.json(body, { headers: { 'cache-control': 'no-store' } })
