import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Camera } from './camera.ts'
import type { Machine } from './machine.ts'
import {
  connectionBody,
  fileBody,
  jobBody,
  printerBody,
  settingsBody,
  version,
} from './octoprint-bodies.ts'

interface Parts {
  machine: Machine
  camera: Camera
  apiKey: string
  seed: number
  now: () => number
}

/** OctoPrint's API and a stream server's snapshot on one port, as behind a reverse proxy. */
export function createSimulatorServer(parts: Parts): Server {
  return createServer((request, response) => {
    respond(parts, request, response).catch((cause: unknown) => {
      console.error(cause)
      if (response.headersSent) response.destroy()
      else sendError(response, 500, 'Internal error of the simulator, see its output.')
    })
  })
}

async function respond(
  parts: Parts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://simulator')
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return sendError(response, 405, 'The method is not allowed for the requested URL.')
  if (url.pathname === '/webcam/' && url.searchParams.get('action') === 'snapshot')
    return sendSnapshot(parts, response)
  if (!isAllowed(parts.apiKey, request, url))
    return sendError(
      response,
      403,
      "You don't have the permission to access the requested resource. It is either read-protected or not readable by the server.",
    )
  if (url.pathname === '/downloads/camera/current') return sendCurrent(parts, response)

  const reading = parts.machine.read()
  const isSelectedFile =
    reading.isSelected && url.pathname === `/api/files/local/${reading.job.file}`
  if (isSelectedFile) return sendJson(response, 200, fileBody(reading, url.href))
  switch (url.pathname) {
    case '/api/version':
      return sendJson(response, 200, version)
    case '/api/printer': {
      if (reading.text === 'Offline') return sendError(response, 409, 'Printer is not operational')
      const excluded = new Set((url.searchParams.get('exclude') ?? '').split(','))
      const noise = { seed: parts.seed, tMs: parts.now() }
      return sendJson(response, 200, printerBody(reading, excluded, noise))
    }
    case '/api/job':
      return sendJson(response, 200, jobBody(reading))
    case '/api/connection':
      return sendJson(response, 200, connectionBody(reading))
    case '/api/settings':
      return sendJson(
        response,
        200,
        settingsBody(`http://${request.headers.host}/webcam/?action=snapshot`),
      )
    default:
      return sendError(response, 404, 'The requested URL was not found on the server.')
  }
}

/** Reads the key in OctoPrint's order: query, header, Bearer. Guests have no access. */
function isAllowed(apiKey: string, request: IncomingMessage, url: URL): boolean {
  const header = request.headers['x-api-key']
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
  return (url.searchParams.get('apikey') ?? header ?? bearer) === apiKey
}

/** As mjpg-streamer: HTTP/1.0, no content length, the connection's end marks the end of the picture. */
async function sendSnapshot({ camera }: Parts, response: ServerResponse): Promise<void> {
  if (camera.mode === 'hanging') return
  if (camera.mode === 'error') return sendError(response, 503, 'The camera has failed.')
  const { bytes, takenAtMs } = await camera.capture()
  const socket = response.socket
  if (!socket || socket.destroyed) return
  const seconds = Math.floor(takenAtMs / 1000)
  const micros = String((takenAtMs % 1000) * 1000).padStart(6, '0')
  response.detachSocket(socket)
  socket.write(
    [
      'HTTP/1.0 200 OK',
      'Connection: close',
      'Server: simulator',
      'Cache-Control: no-store, no-cache, must-revalidate, max-age=0',
      'Content-type: image/jpeg',
      `X-Timestamp: ${seconds}.${micros}`,
      '\r\n',
    ].join('\r\n'),
  )
  socket.end(bytes)
}

async function sendCurrent({ camera }: Parts, response: ServerResponse): Promise<void> {
  if (camera.mode === 'hanging') return
  if (camera.mode === 'error') {
    // OctoPrint 1.11 responds with this HTML page when its camera fails.
    response.writeHead(500, { 'Content-Type': 'text/html; charset=UTF-8' })
    response.end('<html><title>500: Internal Server Error</title></html>')
    return
  }
  const { bytes } = await camera.capture()
  response.writeHead(200, { 'Content-Type': 'image/jpeg', 'Cache-Control': 'no-store' })
  response.end(bytes)
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' })
  response.end(JSON.stringify(body))
}

function sendError(response: ServerResponse, status: number, error: string): void {
  sendJson(response, status, { error })
}
