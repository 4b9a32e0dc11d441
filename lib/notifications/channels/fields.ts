import { z } from 'zod'

/* Settings that several kinds of channels have. */

export const homeField = z.boolean().default(false).describe('The address may be one at home.')

export const addressField = z.url({
  protocol: /^https?$/,
  error: 'is not an address; write one that begins with https://',
})
