import { describe, expect, test } from 'vitest'
import { type PushConnection, startPushServer } from '../testing/push-server.ts'
import { type Responder, sendJson, startStub } from '../testing/stub-server.ts'
import { openBackend } from './open-backend.ts'
import { createPrusaLink } from './prusalink.ts'

/** Listens to a server that the test plays, and notes what is announced. */
async function listen(
  respond: Responder,
  onText?: (connection: PushConnection, text: string) => void,
  key: string | null = 'key',
) {
  const { url, connections } = await startPushServer(respond, onText ? { onText } : {})
  const heard: string[] = []
  const stop = new AbortController()
  const listener = {
    opened: () => void heard.push('opened'),
    changed: () => void heard.push('changed'),
  }
  const backend = openBackend({ root: new URL('behind/', url), key }, null)
  const ended = backend.listen(listener, stop.signal).then(
    () => 'closed',
    (error: Error) => error.message,
  )
  return { heard, ended, stop, connections }
}

describe('OctoPrint', () => {
  const respond =
    (login: unknown): Responder =>
    ({ method, path, body, headers }, response) => {
      if (path === '/behind/api/version')
        return sendJson(response, 200, { server: '1.11.8', text: 'OctoPrint 1.11.8' })
      const isLogin =
        method === 'POST' && path === '/behind/api/login' && `${body}`.includes('passive')
      if (!isLogin || headers['x-api-key'] !== 'key') return sendJson(response, 403, {})
      sendJson(response, 200, login)
    }
  const event = (type: string) => `a[${JSON.stringify({ event: { type, payload: {} } })}]`
  const session = { name: 'snapper', session: 'abc' }

  async function start() {
    const played = await listen(respond(session))
    await expect.poll(() => played.connections.length).toBe(1)
    const [connection] = played.connections
    if (connection === undefined) throw new Error('no connection')
    connection.send('o')
    return { ...played, connection }
  }

  test('logs in, subscribes to a print’s events only, and is open when OctoPrint shows its state', async () => {
    const { connection, heard, stop } = await start()
    expect(connection.path).toMatch(/^\/behind\/sockjs\/000\/[\w-]+\/websocket$/)
    connection.send('a[{"connected":{"version":"1.11.8"}}]')
    await expect.poll(() => connection.texts.length).toBe(3)
    expect(heard).toEqual([])
    const [auth, , subscription] = connection.texts.map((text) => JSON.parse(JSON.parse(text)[0]))
    expect(auth).toEqual({ auth: 'snapper:abc' })
    expect(subscription.subscribe).toMatchObject({ state: false, plugins: [] })
    connection.send('a[{"history":{}}]')
    await expect.poll(() => heard).toEqual(['opened'])
    for (const type of ['PrintStarted', 'ZChange', 'PrintDone', 'ClientOpened'])
      connection.send(event(type))
    await expect.poll(() => heard).toEqual(['opened', 'changed', 'changed'])
    stop.abort()
  })

  test('ignores what it doesn’t understand, and reads a thousand messages', async () => {
    const { connection, heard, stop } = await start()
    for (const frame of ['h', '', 'a', 'a{', 'a[null,1,"x"]', 'a[{"event":null}]', 'm"x"', '\0'])
      connection.send(frame)
    for (let count = 0; count < 1000; count += 1) connection.send(event('PrinterStateChanged'))
    await expect.poll(() => heard.length).toBe(1000)
    stop.abort()
  })

  test('is listened to anew when it asks for another login', async () => {
    const { connection, ended } = await start()
    connection.send('a[{"reauthRequired":{"reason":"stale"}}]')
    expect(await ended).toBe('OctoPrint asks for another login')
  })

  test('a connection that breaks ends', async () => {
    const { connection, ended } = await start()
    await expect.poll(() => connection.texts.length).toBe(3)
    connection.drop()
    expect(await ended).toBe('closed')
  })

  test('a key that it rejects is the reason', async () => {
    const { ended } = await listen(respond(session), undefined, 'wrong')
    expect(await ended).toBe('HTTP 403: check OCTOPRINT_KEY')
  })

  test.each([404, 405])('one without a push API (HTTP %i) announces nothing', async (status) => {
    const { ended } = await listen(({ path }, response) =>
      path.endsWith('/api/version')
        ? sendJson(response, 200, { server: '1.3.10', text: 'OctoPrint 1.3.10' })
        : sendJson(response, status, {}),
    )
    expect(await ended).toBe('this OctoPrint announces nothing')
  })
})

describe('Moonraker', () => {
  const respond: Responder = (_received, response) =>
    sendJson(response, 200, { text: 'OctoPrint (Moonraker v0.11.0)' })
  const answer = (id: number, result: unknown) =>
    JSON.stringify({ jsonrpc: '2.0', id, ...{ result } })
  const notify = (method: string, params: unknown[] = []) =>
    JSON.stringify({ jsonrpc: '2.0', method, params })

  test('is subscribed to, again when Klipper is back, and changes of its state are announced', async () => {
    const { heard, connections, stop } = await listen(respond, ({ send }, text) => {
      const { id } = JSON.parse(text)
      send(answer(id, {}))
    })
    await expect.poll(() => heard).toEqual(['opened'])
    const [connection] = connections
    expect(connection?.path).toBe('/behind/websocket')
    expect(connection?.headers['x-api-key']).toBe('key')
    connection?.send('no JSON')
    connection?.send(notify('notify_proc_stat_update'))
    connection?.send(notify('notify_status_update', [{ print_stats: { state: 'printing' } }]))
    await expect.poll(() => heard).toEqual(['opened', 'changed'])
    connection?.send(notify('notify_klippy_disconnected'))
    connection?.send(notify('notify_klippy_ready'))
    await expect.poll(() => heard.length).toBe(4)
    await expect.poll(() => connection?.texts.length).toBe(3)
    expect(JSON.parse(connection?.texts.at(-1) ?? '').method).toBe('printer.objects.subscribe')
    stop.abort()
  })

  test('a key that it rejects is the reason', async () => {
    const { ended } = await listen(respond, ({ send }, text) => {
      const { id } = JSON.parse(text)
      send(JSON.stringify({ jsonrpc: '2.0', id, error: { code: 401, message: 'Unauthorized' } }))
    })
    expect(await ended).toBe('HTTP 401: check OCTOPRINT_KEY')
  })
})

test('PrusaLink announces nothing: its state is read again and again', async () => {
  const states = ['IDLE', 'IDLE', 'PRINTING', null, 'PRINTING', 'FINISHED']
  const { url } = await startStub((_received, response) => {
    const state = states.length > 1 ? states.shift() : states[0]
    sendJson(response, state === null ? 503 : 200, { printer: { state } })
  })
  const heard: (string | boolean)[] = []
  const stop = new AbortController()
  const listener = {
    opened: () => void heard.push('opened'),
    changed: (at: number | null) => void heard.push(at !== null && at <= Date.now()),
  }
  const listening = createPrusaLink({ root: url, key: null }, 1000, 10).listen(
    listener,
    stop.signal,
  )
  await expect.poll(() => heard).toEqual(['opened', true, true])
  stop.abort()
  await listening
})

test('a server that doesn’t respond is the reason', async () => {
  const { ended } = await listen((_received, response) => response.writeHead(502).end())
  expect(await ended).toBe('HTTP 502')
})
