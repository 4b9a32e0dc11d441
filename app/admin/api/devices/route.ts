import type { ApiDeviceKey } from '#lib/api/admin-devices.ts'
import { getContext } from '#lib/app-context/context.ts'
import { getEnv } from '#lib/app-context/env.ts'
import { getVapid, requirePushSubject } from '#lib/app-context/push-identity.ts'
import { DomainError } from '#lib/core/errors.ts'
import { ownerRoute, privateJson } from '#lib/http/owner/owner-route.ts'
import { readInput } from '#lib/http/owner/read-input.ts'
import { newDeviceInput } from '#lib/http/push-inputs.ts'
import { addDevice } from '#lib/notifications/push/add-device.ts'

/** The owner's browsers, each a channel. */
export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = ownerRoute({
  GET: async () => privateJson(await describeKey()),
  POST: async ({ request, session }) => {
    requirePushSubject()
    const device = await readInput(request, newDeviceInput)
    const { notifications } = (await getContext()).store
    const vapid = await getVapid(notifications, getEnv().siteUrl)
    const by = { sessionId: session.id }
    const { id } = await addDevice(notifications, by, { ...device, vapid }, new Date())
    return privateJson({ id })
  },
})

async function describeKey(): Promise<ApiDeviceKey> {
  try {
    requirePushSubject()
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return { public_key: null, problem: error.message }
  }
  const { notifications } = (await getContext()).store
  return { public_key: (await notifications.getPushKeys()).publicKey, problem: null }
}
