import { beginAttempt } from './attempt-limit.ts'

/** Within 15 minutes: a school behind one address, but no flood. */
const maxOfAddress = 60

/** Each tap may be a row. @throws DomainError `too-many-requests` */
export function limitTaps({ headers }: Request): void {
  const address = headers.get('x-client-address') ?? 'unknown'
  beginAttempt([
    {
      key: `push ${address}`,
      max: maxOfAddress,
      what: 'requests for messages',
      advice: 'Try again later.',
    },
  ])
}
