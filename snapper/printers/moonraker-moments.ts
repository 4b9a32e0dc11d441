import { HttpError } from '../http.ts'
import { toNumber, toObject, toText } from '../json.ts'
import { parseLenientJson } from '../lenient-json.ts'
import { snapperVersion } from '../version.ts'
import { openWebSocket } from '../web-socket.ts'
import type { ChangeListener, PrinterAddress } from './backend.ts'
import { keyHeader } from './fetch-api.ts'

const subscribe = {
  method: 'printer.objects.subscribe',
  params: { objects: { print_stats: ['state'], webhooks: ['state'] } },
}
const identify = {
  method: 'server.connection.identify',
  params: { client_name: 'paparazza-snapper', version: snapperVersion, type: 'other', url: '' },
}

/**
 * Moonraker's WebSocket (JSON-RPC). A subscription ends when Klipper restarts.
 * @throws HttpError why it failed
 */
export async function listenToMoonraker(
  { root, key }: PrinterAddress,
  listener: ChangeListener,
  signal: AbortSignal,
): Promise<void> {
  const url = new URL('websocket', root)
  const socket = await openWebSocket({ url, headers: keyHeader(key), signal })
  let sent = 0
  const call = (request: typeof subscribe | typeof identify) => {
    sent += 1
    socket.send(JSON.stringify({ jsonrpc: '2.0', id: sent, ...request }))
  }
  call(identify)
  call(subscribe)
  let isOpen = false
  for await (const text of socket.messages) {
    const message = parseLenientJson(Buffer.from(text))?.body
    const method = toText(message?.method)
    if (toNumber(toObject(message?.error)?.code) === 401)
      throw new HttpError('network', 'HTTP 401: check OCTOPRINT_KEY')
    if (method === 'notify_klippy_ready') call(subscribe)
    // The answer of either: without Klipper nothing can be subscribed to yet.
    if (!isOpen && message?.id === 2) {
      isOpen = true
      listener.opened()
    }
    const isChange =
      method === 'notify_status_update' ||
      method === 'notify_klippy_ready' ||
      method === 'notify_klippy_shutdown' ||
      method === 'notify_klippy_disconnected'
    if (isChange) listener.changed(socket.getProvenMs())
  }
}
