import { createHash } from 'node:crypto'
import type { OutgoingRequest } from '../channels/channel-kind.ts'
import { factKindNames, factKinds } from '../facts/fact-kinds.ts'
import type { Message } from '../message.ts'
import { encrypt, maxPlaintextBytes } from './encrypt.ts'
import type { PushSubscription } from './subscription.ts'
import { authorize, type Vapid } from './vapid.ts'

const defaultWorthMs = 24 * 60 * 60_000
const maxTitleLength = 200
/** Characters of the text; the first that fits. */
const textLengths = [800, 200, 0]

/** The request that hands a message to a browser's push service (RFC 8030). */
export function createPushRequest(
  { endpoint, keys }: PushSubscription,
  vapid: Vapid,
  message: Message,
  at: Date,
): OutgoingRequest {
  const url = new URL(endpoint)
  const topic = findTopic(message)
  return {
    url,
    headers: {
      authorization: authorize(vapid, url.origin, at),
      'content-type': 'application/octet-stream',
      'content-encoding': 'aes128gcm',
      ttl: String(findSecondsLeft(message, at)),
      urgency: message.priority >= 4 ? 'high' : 'normal',
      ...(topic !== null && { topic }),
    },
    body: encrypt(renderPayload(message, topic), keys),
    isHome: false,
    isStrangers: true,
  }
}

/** How long the service keeps it for a device that is off. */
function findSecondsLeft({ type, at: happenedAt }: Message, at: Date): number {
  const kind = factKindNames.find((name) => type.endsWith(`.${name}`))
  const worthMs = kind === undefined ? defaultWorthMs : factKinds[kind].worthMs
  return Math.max(0, Math.ceil((happenedAt.getTime() + worthMs - at.getTime()) / 1000))
}

/**
 * A waiting message is replaced by a newer one about the same: the start of a print by its end, missing pictures by their return. At
 * most 32 characters of base64url.
 */
function findTopic({ printer, print }: Message): string | null {
  if (printer === null) return null
  const about = `${printer.id}/${print?.number ?? 'reports'}`
  return createHash('sha256').update(about).digest('base64url').slice(0, 32)
}

/** What the service worker shows (`client/service-worker.ts`). */
function renderPayload(
  { id, title, text, url, picture, at }: Message,
  topic: string | null,
): Buffer {
  const shown = { id, tag: topic ?? id, title: title.slice(0, maxTitleLength), url, at }
  const pictured = { ...shown, ...(picture !== null && { image: picture.url }) }
  for (const length of textLengths) {
    const payload = Buffer.from(JSON.stringify({ ...pictured, text: text.slice(0, length) }))
    if (payload.length <= maxPlaintextBytes) return payload
  }
  return Buffer.from(JSON.stringify({ ...shown, text: '' }))
}
