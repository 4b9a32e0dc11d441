import { createHash } from 'node:crypto'
import { beginAttempt } from './attempt-limit.ts'
import { findClientNetwork } from './client-network.ts'

/** Within 15 minutes: a school behind one address, but no flood. */
const maxOfAddress = 60

/** 16 bits of a hash: which visitors are of one network, and not of which one. */
export const numberNetwork = (request: Request): number =>
  createHash('sha256').update(findClientNetwork(request)).digest().readUInt16BE()

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

/** Within 15 minutes: a service that sends for many sites, but not all that may wait to be read. */
const maxMentionsOfAddress = 200

/** One sender must not fill the queue, whatever hosts it names. @throws DomainError `too-many-requests` */
export function limitMentions(request: Request): void {
  beginAttempt([
    {
      key: `mention ${findClientNetwork(request)}`,
      max: maxMentionsOfAddress,
      what: 'webmentions',
      advice: 'Send the rest later.',
    },
  ])
}
