import { DomainError, type ErrorCode } from '#lib/core/errors.ts'

/** HTTP status and title of every error code; a code without a row doesn't compile. */
const problems = {
  'empty-patch': [400, 'Nothing to change'],
  'malformed-multipart': [400, 'Malformed multipart body'],
  'malformed-form': [400, 'Malformed form body'],
  'malformed-json': [400, 'Malformed JSON body'],
  'malformed-url': [400, 'Malformed URL'],
  'malformed-cursor': [400, 'Malformed query'],
  'invalid-mention': [400, 'Webmention not accepted'],
  'duplicate-field': [400, 'Duplicate field'],
  'invalid-grant': [400, 'Grant not valid'],
  unauthorized: [401, 'Credentials missing or wrong'],
  'token-invalid': [401, 'Token missing or not valid'],
  'sign-in-required': [401, 'Sign-in required'],
  forbidden: [403, 'Not your printer'],
  'wrong-scope': [403, 'Not allowed with this token'],
  'content-read-only': [403, 'Content folder not writable'],
  'cross-origin': [403, 'Cross-site request rejected'],
  'link-invalid': [403, 'Link not valid'],
  'passkey-rejected': [403, 'Passkey not accepted'],
  'not-found': [404, 'Not found'],
  'printer-not-found': [404, 'No such printer'],
  'camera-resting': [404, 'The camera is paused'],
  'method-not-allowed': [405, 'Method not allowed'],
  'request-timeout': [408, 'Request too slow'],
  'printer-remote': [409, 'Printer reports to another site'],
  'push-unavailable': [409, 'Push messages not possible'],
  'settings-changed': [409, 'Settings have changed'],
  'changed-meanwhile': [409, 'Changed elsewhere meanwhile'],
  'body-too-large': [413, 'Body too large'],
  'too-many-parts': [413, 'Too many parts'],
  'unsupported-media-type': [415, 'Unsupported media type'],
  'content-encoding-unsupported': [415, 'Content encoding not supported'],
  'invalid-fields': [422, 'Invalid fields'],
  'not-an-object': [422, 'Not an object'],
  'status-too-long': [422, 'Status too long'],
  'status-invalid-chars': [422, 'Status has invalid characters'],
  'image-not-file': [422, 'Image sent as text'],
  'image-empty': [422, 'Empty image'],
  'image-corrupt': [422, 'Corrupt image'],
  'image-truncated': [422, 'Truncated image'],
  'image-unsupported-format': [422, 'Unsupported image format'],
  'image-too-large': [422, 'Image too large'],
  'image-too-small': [422, 'Image too small'],
  'too-many-requests': [429, 'Too many requests'],
  'format-not-implemented': [501, 'Format not implemented'],
  busy: [503, 'Busy'],
  'storage-unavailable': [503, 'Storage unavailable'],
  'image-process-unavailable': [503, 'Image process unavailable'],
  'insufficient-storage': [507, 'Storage full'],
} as const satisfies Record<ErrorCode, readonly [number, string]>

/**
 * The problem document (RFC 9457) of an error. Anything but a `DomainError` becomes a 500 without details: those are for the log
 * only.
 */
export function toProblem(
  error: unknown,
  about: { path: string; requestId: string | null },
): { status: number; body: Record<string, unknown>; headers: Record<string, string> } {
  const common = {
    instance: about.path,
    ...(about.requestId === null ? {} : { request_id: about.requestId }),
  }
  const headers: Record<string, string> = {
    'content-type': 'application/problem+json; charset=utf-8',
    'cache-control': 'no-store',
  }
  if (!(error instanceof DomainError)) {
    const body = { type: 'about:blank', title: 'Internal error', status: 500, ...common }
    return { status: 500, body, headers }
  }
  const [status, title] = problems[error.code]
  if (error.code === 'unauthorized')
    headers['www-authenticate'] = 'Basic realm="snapper", charset="UTF-8", Bearer realm="snapper"'
  if (status === 415)
    headers['accept-patch'] =
      'multipart/form-data, application/x-www-form-urlencoded, application/json'
  if (error.retryAfterSeconds !== null) headers['retry-after'] = String(error.retryAfterSeconds)
  const body = {
    type: `/problems/${error.code}`,
    title,
    status,
    detail: error.message,
    ...common,
    ...(error.fieldErrors.length > 0 ? { errors: error.fieldErrors } : {}),
  }
  return { status, body, headers }
}
