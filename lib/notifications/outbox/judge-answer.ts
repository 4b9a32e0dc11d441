import type { Answer } from '../channels/send-request.ts'
import type { Delivery, TryResult } from '../ports.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute

/** Milliseconds after each failed try: the schedule of Standard Webhooks. After the last one the message is given up. */
export const retrySchedule: readonly number[] = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
]
/** However long a receiver asks to wait. */
const maxRetryAfterMs = 24 * hour
const maxAnswerLength = 300

/** The receiver says that there will never be anything at this address again. */
export const isGone = ({ status }: Answer) => status === 410

/** What follows from a receiver's answer. `secrets` are left out of what is stored: some receivers echo the request. */
export function judgeAnswer(
  answer: Answer,
  { tries, expiresAt }: Pick<Delivery, 'tries' | 'expiresAt'>,
  at: Date,
  { secrets = [], schedule = retrySchedule }: JudgeOptions = {},
): TryResult & { state: Exclude<TryResult['state'], 'dropped'> } {
  const text = describeAnswer(answer, secrets)
  if (answer.status !== null && answer.status >= 200 && answer.status < 300)
    return { state: 'delivered', answer: text, at }
  const waitMs = schedule[tries]
  if (waitMs === undefined) return { state: 'given-up', answer: text, at }
  const asksMs = Math.min(answer.retryAfterMs ?? 0, maxRetryAfterMs)
  const dueMs = at.getTime() + Math.max(waitMs, asksMs)
  // Then at the latest it becomes a line of a digest.
  const dueAt = new Date(Math.min(dueMs, expiresAt?.getTime() ?? dueMs))
  return { state: 'waiting', dueAt, answer: text, at }
}

export interface JudgeOptions {
  secrets?: readonly string[]
  schedule?: readonly number[]
}

/** One line: "503 try later", or why there is no answer. */
export function describeAnswer(
  { status, text }: Pick<Answer, 'status' | 'text'>,
  secrets: readonly string[],
): string {
  const clean = secrets.reduce((left, secret) => left.replaceAll(secret, '***'), text)
  const line = clean.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim()
  return [status, line]
    .filter((part) => part !== null && part !== '')
    .join(' ')
    .slice(0, maxAnswerLength)
}

/** All texts among the secrets, however deep. */
export function listSecretTexts(secrets: unknown): string[] {
  if (typeof secrets === 'string') return secrets.length >= 8 ? [secrets] : []
  if (typeof secrets !== 'object' || secrets === null) return []
  return Object.values(secrets).flatMap(listSecretTexts)
}
