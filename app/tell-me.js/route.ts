import { getTellMeScript } from '#lib/app-context/client-script.ts'
import { scriptResponse } from '../script-response.ts'

export const dynamic = 'force-dynamic'

export function GET(): Response {
  return scriptResponse(getTellMeScript())
}
