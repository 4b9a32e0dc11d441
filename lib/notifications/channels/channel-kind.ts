import type { z } from 'zod'
import type { Message } from '../message.ts'
import type { Channel } from '../ports.ts'

/** One POST. */
export interface OutgoingRequest {
  url: URL
  headers: Record<string, string>
  body: string
  /** The owner allows an address at home, and HTTP without TLS. */
  isHome: boolean
}

/** A way to send messages: one file each, with its settings as a schema that forms and commands are made from. */
export interface ChannelKind {
  kind: string
  /** What it is, for a list to choose from. */
  title: string
  /** Each field has a `description`. */
  settings: z.ZodObject
  /** Stored apart, and never shown. Fields without a default are asked for. */
  secrets: z.ZodObject
  /** The receiver needs the secret, so it is shown once. */
  createSecrets?(): { secrets: Record<string, unknown>; shown: string }
  /** Replaces the secret. The old one works for another day. */
  rotateSecrets?(
    secrets: Channel['secrets'],
    at: Date,
  ): { secrets: Record<string, unknown>; shown: string }
  /** @throws ZodError where the stored settings aren't valid */
  createRequest(
    channel: Pick<Channel, 'settings' | 'secrets'>,
    message: Message,
    at: Date,
  ): OutgoingRequest
}
