import { printerId } from '#lib/storage/db/contracts/test-store.ts'
import type { OpenStore } from '#lib/storage/db/open-store.ts'
import { later, makeReading, makeReport } from '#lib/storage/db/testing/samples.ts'
import type { Answer } from '../channels/channel-kind.ts'
import { createSources } from '../sources.fixture.ts'
import { createWorker, type WorkerParts } from './worker.ts'

export type Store = Omit<OpenStore, 'close'>

interface Sent {
  id: string
  title: string
  at: Date
}

export const ok: Answer = { status: 200, text: 'ok', retryAfterMs: null }

/** A worker whose clock is moved by hand, and a receiver behind it. */
export function createBench(
  store: Store,
  answer: (sent: Sent, url: URL) => Answer | Promise<Answer>,
  parts: Partial<WorkerParts> = {},
) {
  const bench = {
    now: later(0),
    /** What the receiver has taken. */
    taken: [] as Sent[],
    tried: [] as Sent[],
    troubles: [] as string[],
    createWorker: (changes: Partial<WorkerParts> = {}) =>
      createWorker({
        store: store.notifications,
        sources: createSources(store, () => bench.now),
        now: () => bench.now,
        onTrouble: (_, what) => bench.troubles.push(what),
        async send({ url, headers, body }) {
          const { data, title = data?.title, sequence_id = '' } = JSON.parse(String(body))
          const sent = { id: headers['webhook-id'] ?? sequence_id, title, at: bench.now }
          bench.tried.push(sent)
          const given = await answer(sent, url)
          if (given.status === 200) bench.taken.push(sent)
          return given
        },
        ...parts,
        ...changes,
      }),
    /** Moves the clock from one message that is due to the next, and runs the worker at each. */
    async runUntil(seconds: number) {
      const worker = bench.createWorker()
      for (;;) {
        await worker.run()
        const due = await listDue(store)
        const now = bench.now.getTime()
        // A channel that has just failed has more to send.
        const next = Math.min(...due.map((at) => (at > now ? at : now + 30_000)))
        bench.now = new Date(Math.min(next, later(seconds).getTime()))
        if (next > bench.now.getTime()) return
      }
    },
  }
  return bench
}

export async function report(
  { snapshots }: Pick<Store, 'snapshots'>,
  state: 'printing' | 'finished' | 'idle' | 'paused',
  seconds: number,
  elapsedSeconds: number | null = state === 'printing' ? 10 : null,
  receivedAt = later(seconds),
): Promise<void> {
  const reading = makeReading({ state, elapsedSeconds })
  const changes = { reading, snapshot: null, receivedAt }
  await snapshots.insertObservation(makeReport(printerId, later(seconds), changes))
}

async function listDue({ notifications }: Store): Promise<number[]> {
  const query = { channelId: null, limit: 200 }
  const lists = (['waiting', 'held'] as const).map((state) =>
    notifications.listDeliveries({ ...query, state }),
  )
  return (await Promise.all(lists)).flat().map(({ dueAt }) => dueAt.getTime())
}
