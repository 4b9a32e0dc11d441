import { z } from 'zod'

/** A path such as `theme/dark/ink`; the settings' own check says which exist. */
const name = z
  .string()
  .regex(/^[a-z][a-z_]*(\/[a-z][a-z_]*){0,2}$/, 'This is no name of a setting.')

const value = z.union([
  z.string().max(10_000),
  z.number(),
  z.boolean(),
  z.array(z.object({ label: z.string().max(1000), url: z.string().max(2000) })).max(100),
  z.null(),
])

const changes = z.record(name, value)
const version = z.string().max(100)

export const settingsInput = z.union([
  z.object({ version, changes }),
  z.object({ version, text: z.string().max(200_000) }),
])

export const previewInput = z.object({ changes })
