import type { RemoteServer } from './server.fixture.ts'

/* Handlers of a broken or hostile server. */

export const hang = () => undefined
export const drip: RemoteServer['handlers'][string] = (request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).write('{"status": "')
  const timer = setInterval(() => response.write('x'), 50)
  request.socket.once('close', () => clearInterval(timer))
}
export const flood: RemoteServer['handlers'][string] = (request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  const more = () => {
    while (!request.socket.destroyed && response.write(' '.repeat(65_536)));
  }
  response.on('drain', more)
  more()
}
export const truncate: RemoteServer['handlers'][string] = (_, response) => {
  response.writeHead(200, { 'content-length': '900' }).write('{"status": "Pri')
  setTimeout(() => response.destroy(), 20)
}
export const redirect =
  (location: string): RemoteServer['handlers'][string] =>
  (_, response) =>
    response.writeHead(302, { location }).end()
export const status =
  (code: number): RemoteServer['handlers'][string] =>
  (_, response) =>
    response.writeHead(code, { 'content-type': 'text/html' }).end('<h1>Sorry</h1>')
