import { printRoute } from '../print-route.ts'

/** Joins a print with the one before it. */
export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = printRoute({
  POST: async ({ printEditing }, print) => ({ number: await printEditing.join(...print) }),
})
