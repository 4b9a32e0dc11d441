import type { Job } from './jobs.ts'
import type { Reading } from './machine.ts'
import { measured } from './temperature.ts'

/** Response bodies of OctoPrint 1.11. */
type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

export const version: Json = { api: '0.1', server: '1.11.8', text: 'OctoPrint 1.11.8' }

export function printerBody(
  reading: Reading,
  excluded: ReadonlySet<string>,
  noise: { seed: number; tMs: number },
): Json {
  const { nozzle, bed } = reading.print
  const heater = (h: { actual: number; target: number }, seed: number): Json => ({
    actual: measured(h.actual, noise.seed + seed, noise.tMs),
    target: h.target,
    offset: 0,
  })
  const body: { [key: string]: Json } = {}
  if (!excluded.has('temperature'))
    body.temperature = { tool0: heater(nozzle, 1), bed: heater(bed, 2) }
  if (!excluded.has('sd')) body.sd = { ready: true }
  if (!excluded.has('state'))
    body.state = { text: reading.text, error: '', flags: flagsOf(reading) }
  return body
}

function flagsOf({ text }: Reading): Json {
  return {
    operational: true,
    // OctoPrint 1.11 sets "printing" for every state of a running job except the pause.
    printing: ['Starting', 'Printing', 'Cancelling', 'Finishing'].includes(text),
    cancelling: text === 'Cancelling',
    pausing: false,
    resuming: false,
    finishing: text === 'Finishing',
    closedOrError: false,
    error: false,
    paused: text === 'Paused',
    ready: text === 'Operational',
    sdReady: true,
  }
}

export function jobBody(reading: Reading): Json {
  const { job, text, print, isCancelled } = reading
  if (!reading.isSelected) return { job: emptyJob, progress: emptyProgress, state: text }
  const seconds = Math.floor(print.printedMs / 1000)
  const isOver = print.sent >= 1 && text === 'Operational'
  // OctoPrint has no estimate at first.
  const left = isOver ? 0 : print.sent < 0.01 ? null : Math.round(print.leftMs / 1000)
  return {
    job: {
      file: fileOf(job),
      estimatedPrintTime: null,
      averagePrintTime: null,
      lastPrintTime: null,
      filament: { tool0: { length: job.filamentMm, volume: volumeOf(job) } },
      user: 'simulator',
    },
    progress: isCancelled
      ? emptyProgress
      : {
          completion: isOver ? 100 : print.sent * 100,
          filepos: Math.round(print.sent * job.sizeBytes),
          printTime: seconds,
          printTimeLeft: left,
          printTimeLeftOrigin: isOver || left === null ? null : 'linear',
        },
    state: text,
  }
}

const emptyProgress: Json = {
  completion: null,
  filepos: null,
  printTime: null,
  printTimeLeft: null,
  printTimeLeftOrigin: null,
}

const emptyJob: Json = {
  file: { name: null, path: null, size: null, origin: null, date: null },
  estimatedPrintTime: null,
  averagePrintTime: null,
  lastPrintTime: null,
  filament: null,
  user: null,
}

function fileOf(job: Job): { [key: string]: Json } {
  return {
    name: job.file,
    path: job.file,
    display: job.display,
    origin: 'local',
    size: job.sizeBytes,
    date: 1_763_800_000,
  }
}

/** The selected file with its last print. */
export function fileBody(reading: Reading, url: string): Json {
  const { job, isCancelled, endedAtMs, print } = reading
  const last =
    endedAtMs === null
      ? null
      : {
          date: endedAtMs / 1000,
          success: !isCancelled,
          ...(!isCancelled && { printTime: print.printedMs / 1000 }),
        }
  return {
    ...fileOf(job),
    type: 'machinecode',
    typePath: ['machinecode', 'gcode'],
    refs: { resource: url },
    ...(last && { prints: { success: isCancelled ? 0 : 1, failure: isCancelled ? 1 : 0, last } }),
  }
}

/** Volume of 1.75 mm filament, cm³. */
function volumeOf(job: Job): number {
  return Math.round(job.filamentMm * Math.PI * 0.875 ** 2) / 1000
}

export function connectionBody({ text }: Reading): Json {
  const isOpen = text !== 'Offline'
  return {
    current: {
      state: isOpen ? text : 'Closed',
      port: isOpen ? 'VIRTUAL' : null,
      baudrate: isOpen ? 115_200 : null,
      printerProfile: '_default',
    },
    options: {
      ports: ['VIRTUAL'],
      baudrates: [250_000, 115_200],
      printerProfiles: [{ id: '_default', name: 'Default' }],
      portPreference: null,
      baudratePreference: null,
      printerProfilePreference: '_default',
    },
  }
}

export function settingsBody(snapshotUrl: string): Json {
  const streamUrl = '/webcam/?action=stream'
  const picture = { flipH: false, flipV: false, rotate90: false }
  return {
    webcam: {
      webcamEnabled: true,
      timelapseEnabled: true,
      defaultWebcam: 'classic',
      snapshotWebcam: 'classic',
      ...picture,
      streamUrl,
      snapshotUrl,
      snapshotTimeout: 5,
      snapshotSslValidation: true,
      streamRatio: '16:9',
      streamTimeout: 5,
      streamWebrtcIceServers: [],
      cacheBuster: false,
      webcams: [
        {
          name: 'classic',
          displayName: 'Classic Webcam',
          provider: 'classicwebcam',
          canSnapshot: true,
          snapshotDisplay: snapshotUrl,
          ...picture,
          extras: { stream: streamUrl, streamRatio: '16:9' },
          compat: {
            stream: streamUrl,
            snapshot: snapshotUrl,
            snapshotTimeout: 5,
            snapshotSslValidation: true,
            streamRatio: '16:9',
            streamTimeout: 5,
            streamWebrtcIceServers: [],
            cacheBuster: false,
          },
        },
      ],
    },
  }
}
