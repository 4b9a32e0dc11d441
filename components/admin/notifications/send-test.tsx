'use client'

import { useMutation } from '@tanstack/react-query'
import type { ApiChannel, ApiTestAnswer } from '#lib/api/admin-notifications.ts'
import { ActionButton } from '../action-button.tsx'
import { explainError, requestAdmin } from '../request.ts'

/** Sends a test, and shows what the receiver answers. */
export function SendTest({ channel: { id, name } }: { channel: Pick<ApiChannel, 'id' | 'name'> }) {
  const test = useMutation({
    mutationFn: () => requestAdmin<ApiTestAnswer>('POST', `notifications/channels/${id}/test`),
  })
  const failure =
    test.error !== null
      ? explainError(test.error)
      : test.data?.is_delivered === false
        ? `Not delivered. The receiver’s answer: ${test.data.answer}`
        : null
  return (
    <div className="mt-6">
      <ActionButton
        className="button label"
        isPending={test.isPending}
        onClick={() => test.mutate()}
      >
        Send a test<span className="sr-only"> to {name}</span>
      </ActionButton>
      <p className="admin-form-message wrap-anywhere" role="status">
        {test.isPending && 'Sending a test…'}
        {test.data?.is_delivered === true &&
          `Delivered. The receiver’s answer: ${test.data.answer}`}
        {failure !== null && !test.isPending && <span className="notice block">{failure}</span>}
      </p>
    </div>
  )
}
