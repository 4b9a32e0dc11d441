import { setTimeout as wait } from 'node:timers/promises'
import type { Timing } from './upload.ts'

export const realTiming: Timing = {
  random: Math.random,
  async sleep(ms, signal) {
    try {
      await wait(ms, undefined, { signal })
    } catch (error) {
      if (!signal.aborted) throw error
    }
  },
}
