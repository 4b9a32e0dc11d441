import { randomUUID } from 'node:crypto'
import { HttpError, withDeadline } from '../http.ts'
import { toObject, toText } from '../json.ts'
import { openWebSocket } from '../web-socket.ts'
import type { ChangeListener, PrinterAddress } from './backend.ts'
import { apiTimeoutMs, explain, fetchApi, keyHeader } from './fetch-api.ts'

/** What may be a moment of a print. The state is the last to change: a print is done before it is "Operational" again. */
const events = [
  'PrintStarted',
  'PrintPaused',
  'PrintResumed',
  'PrintDone',
  'PrintFailed',
  'PrintCancelled',
  'PrinterStateChanged',
]

/**
 * OctoPrint's push API: SockJS, whose heartbeats come every 25 s. A session comes from a passive login with the key.
 * @throws HttpError why it failed
 */
export async function listenToOctoPrint(
  address: PrinterAddress,
  listener: ChangeListener,
  signal: AbortSignal,
): Promise<void> {
  const { root, key } = address
  const limited = withDeadline(signal, apiTimeoutMs)
  const login = await fetchApi(address, 'api/login', limited, { body: '{"passive":true}' })
  if (login.kind === 'status' && [404, 405].includes(login.status))
    throw new HttpError('network', 'this OctoPrint announces nothing')
  if (login.kind !== 'object') throw new HttpError('network', explain(login) ?? '')
  const { name, session } = login.body
  const path = `sockjs/000/${randomUUID()}/websocket`
  const socket = await openWebSocket({ url: new URL(path, root), headers: keyHeader(key), signal })
  const send = (message: unknown) => socket.send(JSON.stringify([JSON.stringify(message)]))
  for await (const frame of socket.messages) {
    if (frame === 'o') {
      if (toText(session) !== null) send({ auth: `${name}:${session}` })
      // Versions before 1.5 don't know subscriptions; they then send their state at most every 10 s.
      send({ throttle: 20 })
      send({ subscribe: { state: false, plugins: [], events } })
    }
    for (const message of parseFrame(frame)) {
      if ('reauthRequired' in message)
        throw new HttpError('network', 'OctoPrint asks for another login')
      // Only who may read the state gets it.
      if ('history' in message) listener.opened()
      const type = toText(toObject(message.event)?.type)
      if (type !== null && events.includes(type)) listener.changed(socket.getProvenMs())
    }
  }
}

/** The messages in a SockJS frame: `a[{...}]`. Other frames have none. */
function parseFrame(frame: string): Record<string, unknown>[] {
  if (frame[0] !== 'a') return []
  try {
    const messages: unknown = JSON.parse(frame.slice(1))
    return Array.isArray(messages) ? messages.map(toObject).filter((it) => it !== null) : []
  } catch {
    return []
  }
}
