import type { Answer, Failure } from '../channels/channel-kind.ts'
import { listPasswords } from '../channels/hide-password.ts'
import type { Channel, Delivery, TryResult } from '../ports.ts'

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

/** After as many failures, of half an hour, a refusal is believed: a proxy answers 404 while it restarts. */
const passingTries = 3

const refused: readonly number[] = [401, 403, 404, 405, 407]
const invalid: readonly number[] = [400, 406, 411, 413, 414, 415, 422, 431]

/** `null`: the message was taken. */
export function findFailure({ status, failure }: Answer): Failure | null {
  if (failure !== undefined) return failure
  if (status === null) return 'passing'
  if (status >= 200 && status < 300) return null
  if (status === 410) return 'gone'
  // A redirect isn't followed: the address is another one now.
  if ((status >= 300 && status < 400) || refused.includes(status)) return 'refused'
  return invalid.includes(status) ? 'invalid' : 'passing'
}

/**
 * Why a channel is turned off: the receiver says that it is gone for ever, or refuses the channel's address or credentials again and
 * again. `null`: it stays on.
 */
export function findOffReason(answer: Answer, tries: number, text: string | null): string | null {
  const failure = findFailure(answer)
  if (failure === 'gone') return `The receiver answered: ${text}`
  if (failure !== 'refused' || tries < passingTries) return null
  return `It was refused ${tries + 1} times: ${text}. Correct the address or the credentials, then turn it on: what was waiting is sent then.`
}

/** What follows from a receiver's answer. `secrets` are left out of what is stored: some receivers echo the request. */
export function judgeAnswer(
  answer: Answer,
  { tries, expiresAt }: Pick<Delivery, 'tries' | 'expiresAt'>,
  at: Date,
  { secrets = [], schedule = retrySchedule }: JudgeOptions = {},
): TryResult & { state: Exclude<TryResult['state'], 'dropped'> } {
  const text = describeAnswer(answer, secrets)
  const failure = findFailure(answer)
  if (failure === null) return { state: 'delivered', answer: text, at }
  const waitMs = schedule[tries]
  if (waitMs === undefined || (failure === 'invalid' && tries >= passingTries))
    return { state: 'given-up', answer: text, at }
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

export const listSecretsOf = ({ secrets, settings }: Pick<Channel, 'secrets' | 'settings'>) => [
  ...listSecretTexts(secrets),
  ...listPasswords(settings),
]

/** All texts among the secrets, however deep, longest first, and as they look in an address, in JSON or in Base64. */
export function listSecretTexts(secrets: unknown): string[] {
  const forms = collectTexts(secrets).flatMap((text) => [
    text,
    encodeURIComponent(text),
    JSON.stringify(text).slice(1, -1),
    Buffer.from(text).toString('base64'),
    // Of an address, the part that is secret.
    ...(URL.parse(text)?.pathname.split('/') ?? []).filter(({ length }) => length >= 16),
  ])
  return [...new Set(forms)].toSorted((a, b) => b.length - a.length)
}

function collectTexts(secrets: unknown): string[] {
  if (typeof secrets === 'string') return secrets.length >= 4 ? [secrets] : []
  if (typeof secrets !== 'object' || secrets === null) return []
  return Object.values(secrets).flatMap(collectTexts)
}
