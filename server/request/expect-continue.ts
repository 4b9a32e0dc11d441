import type { IncomingMessage, ServerResponse } from 'node:http'

/**
 * Says "100 Continue" when somebody first reads the body, and not before: a request that is refused by its header alone is never
 * asked for its ten megabytes.
 */
export function sendContinueOnRead(request: IncomingMessage, response: ServerResponse): void {
  const read = request._read
  request._read = (size) => {
    request._read = read
    if (!response.headersSent) response.writeContinue()
    read.call(request, size)
  }
}
