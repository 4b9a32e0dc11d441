import type { IncomingMessage } from 'node:http'

/**
 * Makes a route's "I want no more of this body" harmless. By itself it ends the request's stream with the rest unread: the socket
 * is never read again, and a caller who sends all before listening, as python-requests does, hangs with the answer at his door.
 * Here the rest is read and dropped; the watch on bodies bounds how long and how much.
 */
export function discardUnreadBody(request: IncomingMessage): void {
  const { socket } = request
  const destroy = request.destroy
  request.destroy = (error) => {
    // Node's stream helpers take the socket away first, so that it survives.
    request.socket = socket
    if (socket.destroyed || request.complete) return destroy.call(request, error)
    // Whoever read by 'readable' has left his listener behind, and a stream with one doesn't flow.
    request.removeAllListeners('readable')
    setImmediate(() => request.resume())
    return request
  }
}
