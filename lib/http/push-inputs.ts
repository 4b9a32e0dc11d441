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

export const lookUpInput = z.object({ endpoint: z.string().max(1000) })
