import { HttpError, type HttpRequest, sendRequest } from '../http.ts'
import { type JsonObject, parseJsonObject } from '../json.ts'
import type { PrinterAddress } from './backend.ts'

/** The result of one request to the printer's server. */
export type ApiResponse =
  | { kind: 'object'; body: JsonObject }
  /** `challenge`: the authentication scheme that a 401 requires, such as `digest`. */
  | { kind: 'status'; status: number; challenge: string | null }
  | { kind: 'no-response'; detail: string }

export const apiTimeoutMs = 10_000
const maxResponseBytes = 1_048_576

/** Sends one GET below the root. Every outcome is a result; it doesn't throw on network errors. */
export async function fetchApi(
  { root, key }: PrinterAddress,
  path: string,
  signal: AbortSignal,
  digest: HttpRequest['digest'] = null,
): Promise<ApiResponse> {
  // The key has its own header: Authorization belongs to a reverse proxy.
  const headers = { Accept: 'application/json', ...(key !== null && { 'X-Api-Key': key }) }
  try {
    const request = { url: new URL(path, root), headers, signal, digest }
    const response = await sendRequest(request, maxResponseBytes)
    if (response.status !== 200) {
      const [challenge = null] =
        response.headers['www-authenticate']?.toLowerCase().split(' ') ?? []
      return { kind: 'status', status: response.status, challenge }
    }
    const body = parseJsonObject(response.body)
    if (body !== null) return { kind: 'object', body }
    const detail = 'the response is not JSON; OCTOPRINT_ROOT may point to a different server'
    return { kind: 'no-response', detail }
  } catch (error) {
    if (error instanceof HttpError) return { kind: 'no-response', detail: error.message }
    throw error
  }
}

export function isAuthError(response: ApiResponse): boolean {
  return response.kind === 'status' && (response.status === 401 || response.status === 403)
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
