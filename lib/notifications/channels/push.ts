import { z } from 'zod'
import { createPushRequest } from '../push/create-request.ts'
import { subscriptionSchema } from '../push/subscription.ts'
import type { ChannelKind } from './channel-kind.ts'

const key = z.string().regex(/^[A-Za-z0-9_-]+$/)

/** The address of a device is as secret as a password: whoever knows it can have it show something. */
const secrets = subscriptionSchema.extend({
  /** The key pair that it was made with: it takes messages of no other. */
  vapid: z.object({ publicKey: key, privateKey: key, subject: z.string() }),
})

/** Of a subscription that has ended (RFC 8030, 7.3; services answer both). */
const goneStatuses: readonly (number | null)[] = [404, 410]
const goneText =
  'the browser has ended its subscription. Open this page on the device, and add it again.'

/** A browser of the owner's. It is added by itself, on the page of the owner's area. */
export const push: ChannelKind = {
  kind: 'push',
  title: 'A device',
  settings: z.object({}),
  secrets,
  async send(channel, message, { at, request }) {
    const { vapid, ...subscription } = secrets.parse(channel.secrets)
    const answer = await request(createPushRequest(subscription, vapid, message, at))
    if (!goneStatuses.includes(answer.status)) return answer
    return { ...answer, text: goneText, failure: 'gone' }
  },
}
