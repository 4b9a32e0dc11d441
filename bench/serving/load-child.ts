import { connect, type Socket } from 'node:net'
import { measureAnswer } from './http-reader.ts'
import { percentile } from './statistics.ts'

/** What is to be asked of one server, and for how long; both bounds hold. */
export interface LoadPlan {
  port: number
  path: string
  headers: Record<string, string>
  connections: number
  seconds: number
  maxRequests: number
  /** Open loop: so many a second, whether answers come or not. `null` is a closed loop: each connection asks again at once. */
  perSecond: number | null
}

export interface LoadResult {
  requests: number
  perSecond: number
  p50Ms: number
  p99Ms: number
  /** Answers of another status than the first, and connections that broke. */
  faults: number
  status: number
}

const plan: LoadPlan = JSON.parse(process.argv[2] ?? '{}')
const fields = Object.entries(plan.headers).map(([name, value]) => `${name}: ${value}\r\n`)
const request = `GET ${plan.path} HTTP/1.1\r\nHost: 127.0.0.1:${plan.port}\r\n${fields.join('')}\r\n`
const startedAt = performance.now()
const endsAt = startedAt + plan.seconds * 1000
const latencies: number[] = []
let sent = 0
let faults = 0
let expected = 0

/** When the next request is due; measuring from there counts the time that a late answer keeps others waiting. */
function takeDue(): number | null {
  const now = performance.now()
  if (now >= endsAt || sent >= plan.maxRequests) return null
  const due = plan.perSecond === null ? now : startedAt + (sent * 1000) / plan.perSecond
  if (due >= endsAt) return null
  sent += 1
  return due
}

async function runConnection(): Promise<void> {
  const socket = connect(plan.port, '127.0.0.1').setNoDelay()
  try {
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))
    for (let due = takeDue(); due !== null; due = takeDue()) {
      const wait = due - performance.now()
      if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait))
      const status = await askOnce(socket)
      latencies.push(performance.now() - due)
      if (expected === 0) expected = status
      if (status !== expected) faults += 1
    }
  } catch {
    faults += 1
  }
  socket.destroy()
}

function askOnce(socket: Socket): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  let received: Buffer = Buffer.alloc(0)
  const onClose = () => reject(new Error('closed'))
  const onData = (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
    const { bytes, status } = measureAnswer(received)
    if (bytes === 0) return
    socket.off('data', onData).off('close', onClose)
    resolve(status)
  }
  socket.on('data', onData).once('close', onClose)
  socket.write(request)
  return promise
}

await Promise.all(Array.from({ length: plan.connections }, runConnection))
const seconds = (performance.now() - startedAt) / 1000
const result: LoadResult = {
  requests: latencies.length,
  perSecond: latencies.length / seconds,
  p50Ms: percentile(latencies, 0.5),
  p99Ms: percentile(latencies, 0.99),
  faults,
  status: expected,
}
console.log(JSON.stringify(result))
