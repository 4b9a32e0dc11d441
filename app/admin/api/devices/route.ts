import type { ApiDeviceKey } from '#lib/api/admin-devices.ts'
import { getContext } from '#lib/app-context/context.ts'
import { getEnv } from '#lib/app-context/env.ts'
import { getVapid, requirePushSubject } from '#lib/app-context/push-identity.ts'
import { ownerRoute, privateJson } from '#lib/http/owner/owner-route.ts'
import { readInput } from '#lib/http/owner/read-input.ts'
import { newDeviceInput, renewedDeviceInput } from '#lib/http/push-inputs.ts'
import { addDevice, renewDevice } from '#lib/notifications/push/add-device.ts'

/** The owner's browsers, each a channel. */
export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = ownerRoute({
  GET: async () => {
    requirePushSubject()
    const { notifications } = (await getContext()).store
    const { publicKey } = await notifications.getPushKeys()
    return privateJson({ public_key: publicKey } satisfies ApiDeviceKey)
  },
  POST: async ({ request, session }) => {
    requirePushSubject()
    const device = await readInput(request, newDeviceInput)
    const { notifications } = (await getContext()).store
    const vapid = await getVapid(notifications, getEnv().siteUrl)
    const by = { sessionId: session.id }
    const { id } = await addDevice(notifications, by, { ...device, vapid }, new Date())
    return privateJson({ id })
  },
  /** Its service worker says that the browser has another subscription now. */
  PATCH: async ({ request, session }) => {
    const renewed = await readInput(request, renewedDeviceInput)
    const { notifications } = (await getContext()).store
    const vapid = await getVapid(notifications, getEnv().siteUrl)
    const by = { sessionId: session.id }
    const { id } = await renewDevice(notifications, by, { ...renewed, vapid }, new Date())
    return privateJson({ id })
  },
})
