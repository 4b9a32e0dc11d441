import { answerFeed } from '../feed-answer.ts'

export const dynamic = 'force-dynamic'

export function GET(request: Request): Promise<Response> {
  return answerFeed('rss', request)
}
