import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/*
 * Opens connections, polls once on each, and keeps them open until it is killed. Loopback has 28,000 ports per address of the client, so
 * each 10,000 have an address of their own.
 */
export interface ConnectionPlan {
  port: number
  path: string
  count: number
}

const plan: ConnectionPlan = JSON.parse(process.argv[2] ?? '{}')
const sockets: Socket[] = []
const openingAtOnce = 200
/** Well before the server closes them, in case a loaded machine takes long to open all. */
const pollEveryMs = 30_000
const request = `GET ${plan.path} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: br\r\n\r\n`
let opened = 0

async function open(index: number): Promise<void> {
  const localAddress = `127.0.0.${2 + Math.floor(index / 10_000)}`
  const socket = connect({ port: plan.port, host: '127.0.0.1', localAddress })
  socket.on('error', (error) => {
    throw error
  })
  socket.on('data', () => undefined)
  sockets.push(socket)
  await once(socket, 'connect')
  socket.write(request)
  await once(socket, 'data')
}

async function openInTurn(): Promise<void> {
  while (opened < plan.count) await open(opened++)
}

setInterval(() => {
  for (const socket of sockets) socket.write(request)
}, pollEveryMs)
await Promise.all(Array.from({ length: openingAtOnce }, openInTurn))
process.send?.(sockets.filter((socket) => !socket.destroyed).length)
