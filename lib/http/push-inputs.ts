import { z } from 'zod'
import { subscriptionSchema } from '#lib/notifications/push/subscription.ts'
import { nameInput } from './owner/inputs.ts'

/** What a visitor's tap sends. */
export const tapInput = z.object({
  /** `false`: no message is wanted any more. */
  wanted: z.boolean(),
  subscription: subscriptionSchema,
})

/** A browser of the owner's. */
export const newDeviceInput = nameInput.extend({ subscription: subscriptionSchema })

/** A browser of the owner's that has another subscription now. */
export const renewedDeviceInput = z.object({
  former: z.string().max(1000),
  subscription: subscriptionSchema,
})

/** A visitor's. Only the browser that had the former one knows its keys. */
export const renewalInput = z.object({
  former: subscriptionSchema,
  subscription: subscriptionSchema,
})

export const lookUpInput = z.object({ endpoint: z.string().max(1000) })
