import type { OpenStore } from '../open-store.ts'
import { later, makeReading, makeReport, noon } from '../testing/samples.ts'
import { printerId } from './test-store.ts'

export type MessageStore = Pick<OpenStore, 'notifications' | 'snapshots'>

/** Reports states, 30 s apart from `start` on. */
export async function report(
  { snapshots }: MessageStore,
  states: readonly ('printing' | 'paused' | 'finished' | 'idle' | 'error')[],
  start = noon,
  receivedAt?: Date,
): Promise<void> {
  for (const [index, state] of states.entries()) {
    const at = later(index * 30, start)
    const reading = makeReading({ state, elapsedSeconds: state === 'printing' ? 100 : null })
    const changes = { reading, snapshot: null, receivedAt: receivedAt ?? at }
    await snapshots.insertObservation(makeReport(printerId, at, changes))
  }
}

export async function listMessages({ notifications }: MessageStore): Promise<string[]> {
  const all = await notifications.listDeliveries({ channelId: null, state: null, limit: 100 })
  return all.map(({ channelId, kind, state }) => `${channelId} ${kind} ${state}`).toReversed()
}
