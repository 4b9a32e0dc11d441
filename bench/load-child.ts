import { percentile } from './figures.ts'
import { createConnection } from './http-connection.ts'

/** The load on one server. It ends at whichever limit comes first. */
export interface LoadPlan {
  port: number
  path: string
  headers: Record<string, string>
  connections: number
  seconds: number
  maxRequests: number
  /** Open loop: this many requests per second, regardless of responses. `null`: closed loop, each connection continues at once. */
  perSecond: number | null
}

export interface LoadResult {
  requests: number
  perSecond: number
  p50Ms: number
  p99Ms: number
  /** Responses with another status than the first, and broken connections. */
  errors: number
  status: number
}

const plan: LoadPlan = JSON.parse(process.argv[2] ?? '{}')
const startedAt = performance.now()
const endsAt = startedAt + plan.seconds * 1000
const latencies: number[] = []
let sent = 0
let errors = 0
let expectedStatus = 0

/** When the next request is due. Latency counts from there, so that a late response also counts for the requests behind it. */
function takeNext(): number | null {
  const now = performance.now()
  if (now >= endsAt || sent >= plan.maxRequests) return null
  const due = plan.perSecond === null ? now : startedAt + (sent * 1000) / plan.perSecond
  if (due >= endsAt) return null
  sent += 1
  return due
}

async function runConnection(): Promise<void> {
  const connection = createConnection(plan.port)
  try {
    for (let due = takeNext(); due !== null; due = takeNext()) {
      const waitMs = due - performance.now()
      if (waitMs > 1) await new Promise((resolve) => setTimeout(resolve, waitMs))
      const { status } = await connection.get(plan.path, plan.headers)
      latencies.push(performance.now() - due)
      if (expectedStatus === 0) expectedStatus = status
      if (status !== expectedStatus) errors += 1
    }
  } catch {
    errors += 1
  }
  connection.close()
}

await Promise.all(Array.from({ length: plan.connections }, runConnection))
const seconds = (performance.now() - startedAt) / 1000
const result: LoadResult = {
  requests: latencies.length,
  perSecond: latencies.length / seconds,
  p50Ms: percentile(latencies, 0.5),
  p99Ms: percentile(latencies, 0.99),
  errors,
  status: expectedStatus,
}
console.log(JSON.stringify(result))
