import { z } from 'zod'
import type { OutgoingRequest } from './channel-kind.ts'

/* Settings that several kinds of channels have. */

export const homeField = z.boolean().default(false).meta({
  title: 'The address may be one at home',
  description: 'Then it also may be without HTTPS.',
})

export const addressField = z
  .url({
    protocol: /^https?$/,
    error: 'is not an address; write one that begins with https://',
  })
  .meta({ title: 'Address' })

export const tokenField = z.string().regex(/^[\x21-\x7e]{4,400}$/, 'is not an access token')

/** A POST with JSON, as most receivers take messages. */
export const postJson = (
  url: URL,
  body: object,
  isHome: boolean,
  headers: Record<string, string> = {},
): OutgoingRequest => ({
  url,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
  isHome,
})

/** A path below a server's address, which may have a path itself. */
export const joinAddress = (server: string, path: string) =>
  new URL(`${server.replace(/\/+$/, '')}${path}`)
