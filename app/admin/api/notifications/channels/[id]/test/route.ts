import type { ApiTestAnswer } from '#lib/api/admin-notifications.ts'
import { getChannels } from '#lib/app-context/channels.ts'
import { parseId } from '#lib/http/owner/inputs.ts'
import { ownerRoute, privateJson } from '#lib/http/owner/owner-route.ts'
import { describeAnswer, findFailure } from '#lib/notifications/outbox/judge-answer.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = ownerRoute<{ id: string }>({
  POST: async ({ params }) => {
    const { management } = await getChannels()
    const { answer, secrets } = await management.test(parseId(params.id))
    return privateJson({
      is_delivered: findFailure(answer) === null,
      answer: describeAnswer(answer, secrets),
    } satisfies ApiTestAnswer)
  },
})
