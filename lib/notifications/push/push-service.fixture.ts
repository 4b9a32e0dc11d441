import { createECDH, randomBytes } from 'node:crypto'
// @ts-expect-error another implementation, without types
import httpEce from 'http_ece'
import type { PushSubscription } from './subscription.ts'

export interface Browser {
  subscription: PushSubscription
  /** By another implementation than the site's. @throws where it isn't for this browser */
  decrypt(body: Buffer): Buffer
}

/** A browser's side of a subscription. */
export function createBrowser(endpoint: string): Browser {
  const privateKey = createECDH('prime256v1')
  const p256dh = privateKey.generateKeys('base64url')
  const auth = randomBytes(16).toString('base64url')
  return {
    subscription: { endpoint, keys: { p256dh, auth } },
    decrypt: (body) =>
      httpEce.decrypt(body, { version: 'aes128gcm', privateKey, authSecret: auth }),
  }
}
