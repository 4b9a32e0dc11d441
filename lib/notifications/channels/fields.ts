import { z } from 'zod'

/* Settings that several kinds of channels have. */

export const homeField = z.boolean().default(false).describe('The address may be one at home.')

/** HTTPS, unless the owner allows an address at home. */
export const requireHttps = {
  check: ({ url, home }: { url: string; home: boolean }) =>
    URL.parse(url)?.protocol === 'https:' || home,
  error:
    'begins with http://, so anybody on the way could read it. Use https://, or --home for one at home.',
}

export const addressField = z.url({
  protocol: /^https?$/,
  error: 'is not an address; write one that begins with https://',
})
