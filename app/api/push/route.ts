import { getContext } from '#lib/app-context/context.ts'
import { limitTaps } from '#lib/http/limit-visitors.ts'
import { readInput } from '#lib/http/owner/read-input.ts'
import { renewalInput } from '#lib/http/push-inputs.ts'
import { route } from '#lib/http/route.ts'

/** PUT: a visitor's browser has another subscription now. What it waits for stays, at every printer. */
export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = route(
  {
    async PUT(request) {
      limitTaps(request)
      const { former, subscription } = await readInput(request, renewalInput)
      const { notifications } = (await getContext()).store
      const renewed = await notifications.renewSubscription(former, subscription)
      return Response.json({ renewed }, { headers: { 'cache-control': 'no-store' } })
    },
  },
  { isPrivate: true },
)
