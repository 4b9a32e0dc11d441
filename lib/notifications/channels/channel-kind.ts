import type { z } from 'zod'
import type { Message } from '../message.ts'
import type { Channel } from '../ports.ts'

export interface OutgoingRequest {
  /** By default POST. */
  method?: 'GET' | 'POST' | 'PUT'
  url: URL
  headers: Record<string, string>
  body: string | Uint8Array
  /** The owner allows an address at home, and HTTP without TLS. */
  isHome: boolean
  /** Visitors can choose the address, too. */
  isStrangers?: boolean
}

/** A receiver's response. */
export interface Answer {
  /** `null`: none. */
  status: number | null
  /** Its beginning, or why there is none. */
  text: string
  /** Milliseconds from now, as the receiver asks. */
  retryAfterMs: number | null
  /** Where the status doesn't say it as HTTP has it. */
  failure?: Failure
}

/**
 * What a failure means. `passing`: the same may succeed later. `refused`: the address or the credentials are wrong, until the owner
 * changes something. `invalid`: the receiver takes other messages, and not this one. `gone`: it will never take one again.
 */
export type Failure = 'passing' | 'refused' | 'invalid' | 'gone'

/** What a kind sends with. */
export interface Transport {
  at: Date
  /** How long a receiver may take. */
  timeoutMs: number
  /** Sends a request to an address that is checked. Never throws. */
  request(request: OutgoingRequest): Promise<Answer>
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
  /**
   * Sends a message: a request, several, or in another way.
   * @returns the answer that says whether the message was taken
   * @throws ZodError where the stored settings aren't valid
   */
  send(
    channel: Pick<Channel, 'settings' | 'secrets'>,
    message: Message,
    transport: Transport,
  ): Promise<Answer>
}
