import type { Answer } from './channel-kind.ts'

export const isTaken = ({ status }: Answer) => status !== null && status >= 200 && status < 300

/** The members of an answer's JSON; none where it is something else, or too long. */
export function readJson({ text }: Answer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

/** For a service that says in the body when to try again. The longer time counts. */
export function withRetryAfter(answer: Answer, milliseconds: unknown): Answer {
  if (typeof milliseconds !== 'number' || !(milliseconds >= 0)) return answer
  return { ...answer, retryAfterMs: Math.max(answer.retryAfterMs ?? 0, milliseconds) }
}

/** @param limit of characters */
export function shorten(text: string, limit: number): string {
  const characters = [...text]
  return characters.length <= limit ? text : `${characters.slice(0, limit - 1).join('')}…`
}
