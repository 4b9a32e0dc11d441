import { type HomeRequest, sendHomeRequest } from '../home-http.ts'
import { HttpError } from '../http.ts'
import type { JsonObject } from '../json.ts'
import { decodeText, parseLenientJson } from '../lenient-json.ts'
import type { PrinterAddress } from './backend.ts'

/** The result of one request to the printer's server. */
export type ApiResponse =
  /** `flaws`: what isn't JSON in it. */
  | { kind: 'object'; body: JsonObject; flaws?: readonly string[] }
  /** `challenge`: the authentication scheme that a 401 requires, such as `digest`. */
  | { kind: 'status'; status: number; challenge: string | null }
  | { kind: 'no-response'; detail: string }

export const apiTimeoutMs = 10_000
const maxResponseBytes = 1_048_576

/** Sends one request below the root. Every outcome is a result; it doesn't throw on network errors. */
export async function fetchApi(
  { root, key }: PrinterAddress,
  path: string,
  signal: AbortSignal,
  how: Pick<HomeRequest, 'digest' | 'body'> = {},
): Promise<ApiResponse> {
  const headers = { Accept: 'application/json', ...keyHeader(key) }
  try {
    const request = { url: new URL(path, root), headers, signal, ...how }
    const response = await sendHomeRequest(request, maxResponseBytes)
    if (response.status !== 200) {
      const schemes = response.headers.get('www-authenticate')?.toLowerCase() ?? ''
      const isDigest = /(^|[\s,])digest\s/.test(schemes)
      const challenge = isDigest ? 'digest' : schemes.split(' ')[0] || null
      return { kind: 'status', status: response.status, challenge }
    }
    const parsed = parseLenientJson(response.body)
    if (parsed !== null) return { kind: 'object', ...parsed }
    const start = decodeText(response.body.subarray(0, 60)).replace(/[\p{C}\s]+/gu, ' ')
    const isCut = start.trimStart().startsWith('{')
    const detail = isCut
      ? `answered, but its JSON is cut short or invalid after ${response.body.length} bytes`
      : `answered, but not in JSON: ${JSON.stringify(start)}; OCTOPRINT_ROOT may point to a different server`
    return { kind: 'no-response', detail }
  } catch (error) {
    if (error instanceof HttpError) return { kind: 'no-response', detail: error.message }
    throw error
  }
}

/** The key has its own header: Authorization belongs to a reverse proxy. */
export function keyHeader(key: string | null): Record<string, string> {
  return key === null ? {} : { 'X-Api-Key': key }
}

export function isAuthError(response: ApiResponse): boolean {
  return response.kind === 'status' && (response.status === 401 || response.status === 403)
}

/** What is wrong with responses that could be read, for the log; `null` if nothing is. */
export function describeFlaws(responses: Iterable<ApiResponse | null>): string | null {
  const flaws = [...responses].flatMap((it) => (it?.kind === 'object' ? (it.flaws ?? []) : []))
  return flaws.length === 0
    ? null
    : `not quite JSON, read anyway: ${[...new Set(flaws)].join(', ')}`
}

/** Why there was no JSON object, and how to fix it; `null` if there was one. */
export function explain(response: ApiResponse): string | null {
  if (response.kind === 'object') return null
  if (response.kind === 'no-response') return response.detail
  const { status } = response
  if (isAuthError(response)) return `HTTP ${status}: check OCTOPRINT_KEY`
  if (status >= 300 && status < 400)
    return `HTTP ${status}: set OCTOPRINT_ROOT to the address it redirects to`
  return `HTTP ${status}`
}
