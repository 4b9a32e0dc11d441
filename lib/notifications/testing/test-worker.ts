import type { OpenStore } from '#lib/storage/db/open-store.ts'
import { sendRequest } from '../channels/send-request.ts'
import { createWorker, type Worker } from '../outbox/worker.ts'
import { createVisitorWorker, type VisitorWorker } from '../push/visitor-worker.ts'
import { createSources } from '../sources.fixture.ts'

/** Longer than a try takes; after a kill, others wait for it. */
export const testLeaseMs = 1_500

/** As a site has it, but it tries again within milliseconds, and never gives up. */
export function createTestWorker(store: OpenStore): Worker {
  const now = () => new Date()
  return createWorker({
    store: store.notifications,
    sources: createSources(store, now),
    now,
    onTrouble: () => undefined,
    send: (request) => sendRequest(request, now, 1_000),
    leaseMs: testLeaseMs,
    schedule: Array.from({ length: 1000 }, () => 40),
  })
}

/** As a site has it, but it sends also to a push service on this machine. */
export function createTestVisitorWorker(store: OpenStore): VisitorWorker {
  const now = () => new Date()
  return createVisitorWorker({
    store: store.notifications,
    sources: createSources(store, now, false),
    getVapid: async () => ({
      ...(await store.notifications.getPushKeys()),
      subject: 'https://example.org',
    }),
    now,
    send: (request) => sendRequest({ ...request, isHome: true }, now, 1_000),
    leaseMs: testLeaseMs,
  })
}
