import { createHmac, randomBytes } from 'node:crypto'
import { z } from 'zod'

/* Symmetric signatures of Standard Webhooks: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */

export const signingSecret = z.string().regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/)

export function createSigningSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`
}

/** @param content the message's id, its timestamp and its body, joined by dots */
export function sign(secret: string, content: string): string {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  return `v1,${createHmac('sha256', key).update(content).digest('base64')}`
}
