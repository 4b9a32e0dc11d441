import { feedResponse } from '../feed-response.ts'

export const dynamic = 'force-dynamic'

export function GET(request: Request): Promise<Response> {
  return feedResponse('atom', request)
}
