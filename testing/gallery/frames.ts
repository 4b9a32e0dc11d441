import { createCamera } from '../simulator/camera.ts'
import { createMachine, type Reading } from '../simulator/machine.ts'

export type Fields = Record<string, string | number>

/** What a snapper reports at one moment of a print. */
export interface Frame {
  fields: Fields
  picture: Buffer
}

const stepMs = 10 * 60_000
const printMs = 110 * 60_000
const frameCount = 16

/**
 * Loads one print of the simulated printer, from the cold start to the cooled part: a frame for every ten minutes of the
 * simulator's clock.
 */
export async function loadFrames(): Promise<Frame[]> {
  let clockMs = 0
  const now = () => clockMs
  const machine = createMachine({
    now,
    durationMs: printMs,
    restMs: 10 * printMs,
    startFraction: 0,
  })
  const camera = createCamera(machine, now, 7)
  const frames: Frame[] = []
  for (let index = 0; index < frameCount; index += 1) {
    clockMs = 60_000 + index * stepMs
    frames.push({
      fields: toFields(machine.read(), clockMs),
      picture: (await camera.capture()).bytes,
    })
  }
  return frames
}

function toFields({ job, print, text, endedAtMs }: Reading, clockMs: number): Fields {
  const state = endedAtMs !== null ? 'finished' : text === 'Offline' ? 'offline' : 'printing'
  const percent = Math.round(print.sent * 1000) / 10
  const heat = ({ actual, target }: { actual: number; target: number }) => ({
    actual: Math.round(actual * 10) / 10,
    target,
  })
  const stem = job.display.replace('.gcode', '')
  return {
    status:
      state === 'finished' ? `Finished ${stem}` : `Printing ${stem}, ${Math.floor(percent)} %`,
    state,
    progress: percent,
    job_name: job.display,
    elapsed_seconds: Math.round((endedAtMs ?? clockMs) / 1000),
    remaining_seconds: Math.max(0, Math.round((printMs - clockMs) / 1000)),
    temperatures: JSON.stringify({ tool0: heat(print.nozzle), bed: heat(print.bed) }),
  }
}
