import { IncomingMessage, type ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { CapturedResponse } from './captured-response.ts'

/** Next, or what stands for it in a test. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => unknown

/**
 * A GET of our own. An answer that everybody shares must come from a request in which nothing is of the one who asked first: no
 * cookie, no language, no address.
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

/** Asks Next for something whose answer doesn't matter; resolves when it has come. */
export async function requestInternally(handler: Handler, url: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const request = createInternalRequest(url, { host: 'localhost' })
  const sink = { head: () => undefined, body: () => true, end: resolve }
  await handler(request, new CapturedResponse(request, sink))
  await promise
}
