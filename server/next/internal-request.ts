import { IncomingMessage, type ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { type BufferedResponse, CapturedResponse, type ResponseSink } from './captured-response.ts'

/** Next's request handler, or a substitute in tests. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => unknown

/**
 * A GET of the server's own. A response for all clients must come from a request without anything of the client that caused
 * it: no cookie, no language, no address.
 */
export function createInternalRequest(
  url: string,
  headers: Record<string, string>,
): IncomingMessage {
  const request = new IncomingMessage(new Socket())
  request.method = 'GET'
  request.url = url
  request.headers = headers
  request.httpVersion = '1.1'
  request.httpVersionMajor = 1
  request.httpVersionMinor = 1
  request.complete = true
  request.push(null)
  return request
}

/** The complete response to a request of the server's own. */
export async function fetchInternally(
  handler: Handler,
  request: IncomingMessage,
): Promise<BufferedResponse> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const response: BufferedResponse = { status: 0, headers: new Map(), body: Buffer.alloc(0) }
  const chunks: Buffer[] = []
  const sink: ResponseSink = {
    head: (status, headers) => Object.assign(response, { status, headers }),
    body: (chunk) => chunks.push(chunk) > 0,
    end: resolve,
  }
  await handler(request, new CapturedResponse(request, sink))
  await promise
  return { ...response, body: Buffer.concat(chunks) }
}

/** Requests a path for its side effects; resolves when the response is complete. */
export async function requestInternally(handler: Handler, path: string): Promise<void> {
  await fetchInternally(handler, createInternalRequest(path, { host: 'localhost' }))
}
