import { beginAttempt } from './attempt-limit.ts'
import { findClientNetwork } from './client-network.ts'

/** Within 15 minutes: a school behind one address, but no flood. */
const maxOfAddress = 60

/** Each tap may be a row. @throws DomainError `too-many-requests` */
export function limitTaps(request: Request): void {
  beginAttempt([
    {
      key: `push ${findClientNetwork(request)}`,
      max: maxOfAddress,
      what: 'requests for messages',
      advice: 'Try again later.',
    },
  ])
}
