import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { z } from 'zod'
import { cleanText } from '#lib/api/clean-text.ts'
import { DomainError } from '#lib/core/errors.ts'

const base64url = z.string().regex(/^[A-Za-z0-9_-]{1,20000}$/, 'This is not base64url.')

/** A link as a whole is accepted too: that is what people paste. */
export const linkInput = z.object({
  token: z
    .string()
    .transform((text) => text.trim().replace(/^.*#/s, ''))
    .refine((text) => /^[A-Za-z0-9_-]{43}$/.test(text), {
      error: 'This is not a complete link. Copy all of it, up to its last character.',
    }),
})

export const nameInput = z.object({
  name: z
    .string()
    .transform((text) => cleanText(text).trim())
    .refine((text) => text.length > 0 && text.length <= 60, {
      error: 'Give it a name of 1 to 60 characters.',
    }),
})

/** What the owner allows an app. */
export const authorizeInput = z.object({
  /** The request, as the app sent it. */
  query: z.string().max(8000, 'The app’s request is too long.'),
  scopes: z.array(z.string()).max(20),
  lifetime: z.enum(['unlimited', 'month', 'renewed'], 'Choose one of the three.'),
})

const credential = {
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['cross-platform', 'platform']).nullish(),
  clientExtensionResults: z.looseObject({}),
}

/** What a form showed before, of the fields that are changed. */
export const formerValues = z
  .record(z.string().max(100), z.union([z.string().max(10_000), z.boolean()]))
  .optional()

/** A browser's new passkey, with the owner's name for it. The verifier checks the rest. */
export const newPasskeyInput = nameInput.extend({
  response: z
    .object({
      ...credential,
      response: z.object({
        clientDataJSON: base64url,
        attestationObject: base64url,
        transports: z
          .array(z.string().regex(/^[a-z-]{1,20}$/))
          .max(10)
          .optional(),
      }),
    })
    .transform((given) => given as RegistrationResponseJSON), // its fields, less what we don't use
})

// Loose: a browser may send more of a passkey than we read.
export const signatureInput = z
  .looseObject({
    ...credential,
    response: z.object({
      clientDataJSON: base64url,
      authenticatorData: base64url,
      signature: base64url,
      userHandle: base64url.nullish(),
    }),
  })
  .transform((given) => given as AuthenticationResponseJSON) // its fields, less what we don't use

/** @throws DomainError `not-found` */
export function parseId(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new DomainError('not-found', 'Nothing is here. Reload the page.')
}
