import { HttpError, type HttpRequest, sendRequest } from '../http.ts'
import { type JsonObject, parseJsonObject } from '../json.ts'
import type { PrinterAddress } from './backend.ts'

/** How one address of the printer's server answered. */
export type ApiResponse =
  | { kind: 'object'; body: JsonObject }
  /** `challenge`: the kind of authentication that a 401 wants, such as `digest`. */
  | { kind: 'status'; status: number; challenge: string | null }
  | { kind: 'silence'; detail: string }

export const apiTimeoutMs = 10_000
const maxAnswerBytes = 1_048_576

/** One GET below the root; whatever comes of it is an answer. */
export async function fetchApi(
  { root, key }: PrinterAddress,
  path: string,
  signal: AbortSignal,
  digest: HttpRequest['digest'] = null,
): Promise<ApiResponse> {
  // The key goes by its own header: Authorization belongs to a proxy in front.
  const headers = { Accept: 'application/json', ...(key !== null && { 'X-Api-Key': key }) }
  try {
    const request = { url: new URL(path, root), headers, signal, digest }
    const answer = await sendRequest(request, maxAnswerBytes)
    if (answer.status !== 200) {
      const [challenge = null] = answer.headers['www-authenticate']?.toLowerCase().split(' ') ?? []
      return { kind: 'status', status: answer.status, challenge }
    }
    const body = parseJsonObject(answer.body)
    return body === null
      ? { kind: 'silence', detail: 'the answer is no JSON; OCTOPRINT_ROOT may name another server' }
      : { kind: 'object', body }
  } catch (error) {
    if (error instanceof HttpError) return { kind: 'silence', detail: error.message }
    throw error
  }
}

export function isAuthError(answer: ApiResponse): boolean {
  return answer.kind === 'status' && (answer.status === 401 || answer.status === 403)
}

/** Why there was no object, and what to do; `null` where there was one. */
export function explain(answer: ApiResponse): string | null {
  if (answer.kind === 'object') return null
  if (answer.kind === 'silence') return answer.detail
  const { status } = answer
  if (isAuthError(answer)) return `HTTP ${status}: check OCTOPRINT_KEY`
  if (status >= 300 && status < 400)
    return `HTTP ${status}: put the address that it redirects to into OCTOPRINT_ROOT`
  return `HTTP ${status}`
}
