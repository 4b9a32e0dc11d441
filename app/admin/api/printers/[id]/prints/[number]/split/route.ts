import { splitInput } from '#lib/http/owner/print-inputs.ts'
import { readInput } from '#lib/http/owner/read-input.ts'
import { printRoute } from '../print-route.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = printRoute({
  POST: async ({ printEditing }, print, request) => ({
    number: await printEditing.split(...print, await readInput(request, splitInput)),
  }),
})
